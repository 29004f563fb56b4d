"""Asking the database in plain SQL, without what Django wraps around every cursor.

The wrappers take about a fifth of what asking costs the application. What they are for is kept:
errors become Django's, a lost transaction is not asked, and whoever listens (tests that count
statements, `DEBUG`) hears everything.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def ask(sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """The rows that one statement answers with."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.queries_logged or database.execute_wrappers:
        with database.cursor() as heard:
            heard.execute(sql, values)
            rows: list[tuple[Any, ...]] = heard.fetchall()
            return rows
    database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        database.ensure_connection()
        cursor = database.create_cursor()
        try:
            cursor.execute(sql, values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        finally:
            cursor.close()
    return found
