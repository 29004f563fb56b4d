"""Questions that are asked again and again with other values: compiled once, then only executed.

Building and compiling a queryset costs Django several times what the database needs to answer it.
A `Prepared` keeps the compiled SQL of an ordinary queryset in which holes stand for the values.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

from huiying.audit.queries import ask

M = TypeVar("M", bound=Model)

ID_HOLES = tuple(range(-(2**62), -(2**62) + 50))
"""Stand for ids (64 bits; Django answers for smaller columns itself that nothing can match) in a
queryset that is to be prepared; the first for the first value, and so on."""
TEXT_HOLES = tuple(f"\0hole {number}" for number in range(4))
"""The same for texts."""
TIME_HOLES = tuple(datetime(1, 1, 1, 0, 0, number, tzinfo=UTC) for number in range(4))
"""The same for instants."""


class Prepared(Generic[M]):
    """A compiled queryset. Prepare it on the first question; `select_related` is kept.

    It holds nothing of a connection, so threads may share it.
    """

    def __init__(self, asked: QuerySet[M, Any]) -> None:
        self.model = asked.model
        self.sql = ""
        compiler = asked.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return
        self.parameters = list(parameters)
        every: tuple[list[object], ...] = tuple(
            [_adapted(hole) for hole in holes] for holes in (ID_HOLES, TEXT_HOLES, TIME_HOLES)
        )
        self.holes = [
            (place, holes.index(value))
            for place, value in enumerate(self.parameters)
            for holes in every
            if value in holes
        ]
        self.columns = list(compiler.select)
        self.klass_info = compiler.klass_info
        self.converters = compiler.get_converters([column[0] for column in self.columns])

    def rows(self, *values: object) -> list[tuple[Any, ...]]:
        """The rows as tuples of Python values, in the order of `values_list`."""
        if not self.sql:
            return []
        parameters = list(self.parameters)
        for place, number in self.holes:
            parameters[place] = _adapted(values[number])
        found = ask(self.sql, parameters)
        return [self._converted(row) for row in found] if self.converters else found

    def objects(self, *values: object) -> list[M]:
        """The rows as saved objects, with what `select_related` asked for."""
        rows = self.rows(*values)
        if not rows:
            return []
        first, end, names, others = self._parts
        found = []
        for row in rows:
            one = self.model.from_db(DEFAULT_DB_ALIAS, names, row[first:end])
            for other in others:
                other.populate(row, one)
            found.append(one)
        return found

    @cached_property
    def _parts(self) -> tuple[int, int, list[str], list[Any]]:
        """Where the columns of the object itself begin and end, their names, and who makes the others
        out of the rest."""
        fields: Sequence[int] = self.klass_info["select_fields"]
        first, end = fields[0], fields[-1] + 1
        names = [self.columns[place][0].target.attname for place in range(first, end)]
        others = get_related_populators(  # type: ignore[call-arg] # the stubs are for Django 6
            self.klass_info, self.columns, DEFAULT_DB_ALIAS
        )
        return first, end, names, others

    def first(self, *values: object) -> M | None:
        return next(iter(self.objects(*values)), None)

    def _converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        changed = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                changed[place] = convert(changed[place], expression, connection)
        return tuple(changed)


def _adapted(value: object) -> object:
    """As the database takes it: instants are texts to SQLite."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


class Once(Generic[M]):
    """A `Prepared` whose queryset is built by its first question."""

    def __init__(self, build: Callable[[], QuerySet[M, Any]]) -> None:
        self.build = build
        self.prepared: Prepared[M] | None = None

    def __call__(self) -> Prepared[M]:
        if self.prepared is None:
            self.prepared = Prepared(self.build())
        return self.prepared
