"""Django's PostgreSQL backend with the driver's own reading of timestamps."""
