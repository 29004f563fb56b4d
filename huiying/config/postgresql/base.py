"""Django's PostgreSQL backend, except that instants are read by the driver in C.

Django reads each of them in Python and then gives it its own UTC; a list of fifty cases has hundreds.
Every connection here speaks UTC (`USE_TZ`), so what the driver makes is the same instant.
"""

from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import adapters
from psycopg.pq import Format

LOADER = adapters.get_loader(adapters.types["timestamptz"].oid, Format.TEXT)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose zone is UTC, always."""

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        params["context"].adapters.register_loader("timestamptz", LOADER)
        return params

    def create_cursor(self, name: str | None = None) -> Any:
        if name is None:
            return self.connection.cursor()
        held = self.connection.autocommit  # outside a transaction it must outlive its statement
        return self.connection.cursor(name, scrollable=False, withhold=held)
