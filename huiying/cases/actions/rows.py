"""Writing rows by SQL that is made once per model and set of columns.

A step writes half a dozen rows, and Django's own road takes three to five times the CPU for each
(measured: 0.15 ms for an insert instead of 0.4, 0.1 for an update instead of 0.5). Values pass
through the model's fields as they do there; constraints are the database's. What needs no answer is
put `into` a batch and written together with the rest of the step.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
)

from huiying.audit.actions import Batch
from huiying.lib import bulk

Fields = tuple[tuple["Field[Any, Any]", type | None], ...]
"""Fields, each with the Python type that it keeps unchanged."""


def insert(*rows: Model) -> None:
    """Insert new rows of one model by one statement; they get their ids."""
    if not rows:
        return
    sql, values = _insertion_of(rows)
    ids = _answered(f"{sql} RETURNING id", values)
    for row, pk in zip(rows, ids, strict=True):
        _is_kept(row, pk)


def inserted(row: Model, *, unless: str) -> bool:
    """Insert a new row unless its value in that unique column is taken; it gets its id."""
    sql, values = _insertion_of([row])
    ids = _answered(f"{sql} ON CONFLICT ({_quoted(unless)}) DO NOTHING RETURNING id", values)
    for pk in ids:
        _is_kept(row, pk)
    return bool(ids)


def _answered(sql: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [pk for (pk,) in cursor.fetchall()]


def _is_kept(row: Model, pk: int) -> None:
    """As Model.save leaves it."""
    row.pk = pk
    state = row._state  # noqa: SLF001 - there is no other way to say it
    state.adding, state.db = False, connection.alias


def append(*rows: Model, into: Batch, unless_there: bool = False) -> None:
    """`insert` for rows whose ids nobody needs; on request only those that break no constraint."""
    if rows:
        sql, values = _insertion_of(rows)
        into.add(f"{sql} ON CONFLICT DO NOTHING" if unless_there else sql, values)


def put_like(pattern: Model, names: Sequence[str], values: Iterable[Sequence[object]]) -> None:
    """Insert many rows by the database's fastest road; they get no ids. They are like the pattern but in
    these columns, named by their attributes: a model for each row would cost more than the rest."""
    fields, _ = _insertion(type(pattern), 1)
    usual = [_kept(field, plain, getattr(pattern, field.attname)) for field, plain in fields]
    places = {field.attname: place for place, (field, _) in enumerate(fields)}
    spots = [(places[name], *fields[places[name]]) for name in names]

    def rows() -> Iterator[list[object]]:
        for given in values:
            row = usual.copy()
            for (place, field, plain), value in zip(spots, given, strict=True):
                row[place] = _kept(field, plain, value)
            yield row

    columns = [field.column or "" for field, _ in fields]
    with connection.cursor() as cursor:
        bulk.put(cursor, connection.vendor, type(pattern)._meta.db_table, columns, rows())


def change(
    model: type[Model],
    ids: Sequence[int],
    values: Mapping[str, object],
    *,
    into: Batch | None = None,
) -> None:
    """Set columns (by the names of their attributes) of rows to the same values, now or with a batch.
    The caller's lock on the case stands for their being there."""
    if not ids or not values:
        return
    fields, sql = _change(model, tuple(values), len(ids))
    kept = [_kept(*field, value) for field, value in zip(fields, values.values(), strict=True)]
    batch = into or Batch()
    batch.add(sql, [*kept, *ids])
    if into is None:
        batch.run()


def _insertion_of(rows: Sequence[Model]) -> tuple[str, list[Any]]:
    fields, sql = _insertion(type(rows[0]), len(rows))
    return sql, [
        _kept(field, plain, getattr(row, field.attname)) for row in rows for field, plain in fields
    ]


def _kept(field: "Field[Any, Any]", plain: type | None, value: object) -> Any:
    """A value as the driver takes it; what it takes as it is does not go the long way."""
    if value is None or type(value) is plain:
        return value
    if type(value) is datetime and isinstance(field, DateTimeField):
        return connection.ops.adapt_datetimefield_value(value)
    return field.get_db_prep_save(value, connection)


def _with_plain(fields: Iterable["Field[Any, Any]"]) -> Fields:
    known = {CharField: str, TextField: str, BooleanField: bool, IntegerField: int, ForeignKey: int}
    return tuple(
        (field, next((plain for kind, plain in known.items() if isinstance(field, kind)), None))
        for field in fields
    )


@lru_cache
def _insertion(model: type[Model], count: int) -> tuple[Fields, str]:
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    columns = ", ".join(_quoted(field.column) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    sql = f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 - own names
    return _with_plain(fields), f"{sql}{', '.join([row] * count)}"


@lru_cache
def _change(model: type[Model], names: tuple[str, ...], count: int) -> tuple[Fields, str]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = tuple(by_name[name] for name in names)
    columns = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    sql = f"UPDATE {_quoted(model._meta.db_table)} SET {columns} WHERE id IN "  # noqa: S608 - own names
    return _with_plain(fields), f"{sql}({', '.join(['%s'] * count)})"


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
