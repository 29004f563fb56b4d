"""Writing rows by SQL that is made once per model and set of columns.

A step writes half a dozen rows, and Django's own road takes three to five times the CPU for each
(measured: 0.15 ms for an insert instead of 0.4, 0.1 for an update instead of 0.5). Values pass
through the model's fields as they do there; constraints are the database's.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Field, Model

Fields = tuple["Field[Any, Any]", ...]


def insert(*rows: Model) -> None:
    """Insert new rows of one model by one statement; they get their ids."""
    if not rows:
        return
    fields, sql = _insertion(type(rows[0]), len(rows))
    values = [_kept(field, getattr(row, field.attname)) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        ids = [pk for (pk,) in cursor.fetchall()]
    for row, pk in zip(rows, ids, strict=True):
        row.pk = pk
        state = row._state  # noqa: SLF001 - as Model.save leaves it
        state.adding, state.db = False, connection.alias


def change(model: type[Model], ids: Sequence[int], values: Mapping[str, object]) -> None:
    """Set columns (by the names of their attributes) of existing rows to the same values."""
    if not ids or not values:
        return
    fields, sql = _change(model, tuple(values), len(ids))
    kept = [_kept(field, value) for field, value in zip(fields, values.values(), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*kept, *ids])
        if cursor.rowcount != len(ids):
            raise DatabaseError(f"{cursor.rowcount} of {len(ids)} rows of {model.__name__} changed")


def _kept(field: "Field[Any, Any]", value: object) -> Any:
    return field.get_db_prep_save(value, connection)


@lru_cache
def _insertion(model: type[Model], count: int) -> tuple[Fields, str]:
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    columns = ", ".join(_quoted(field.column) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    sql = f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 - own names
    return fields, f"{sql}{', '.join([row] * count)} RETURNING id"


@lru_cache
def _change(model: type[Model], names: tuple[str, ...], count: int) -> tuple[Fields, str]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = tuple(by_name[name] for name in names)
    columns = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    sql = f"UPDATE {_quoted(model._meta.db_table)} SET {columns} WHERE id IN "  # noqa: S608 - own names
    return fields, f"{sql}({', '.join(['%s'] * count)})"


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
