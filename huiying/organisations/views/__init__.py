"""Staff pages of areas, units, calendar and roles; one module a subject."""
