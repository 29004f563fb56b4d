"""The questions about cases that programs ask all the time, each compiled once (`queries.prepared`)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import CharField, DateTimeField, Func, QuerySet

from huiying.cases.models import Case, Entry
from huiying.cases.queries.prepared import ID_HOLES, TEXT_HOLES, Once, Prepared
from huiying.cases.queries.visibility import visible_prepared, visible_to
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.receipts import tidy_number
from huiying.people.models import Person

NO_SUCH_CASE = gettext_noop("There is no case “%(number)s” within your reach.")
MOST_NUMBER = 40
PAGE = len(ID_HOLES)
"""Rows of a page."""


class Instant(Func):
    """A moment as the text that programs get: ISO 8601 in UTC, with milliseconds. Reading a page's
    moments into Python and writing them out again costs more than the whole rest of the page."""

    output_field = CharField()
    template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "strftime('%%%%Y-%%%%m-%%%%dT%%%%H:%%%%M:%%%%fZ', %(expressions)s)"
        return self.as_sql(compiler, connection, template=template, **context)


Columns = tuple[str, ...]
Rows = list[tuple[Any, ...]]


def case_numbered(case_no: str, person: Person, *, now: datetime) -> Case:
    """The case of this number, if the person may know of it. Raises Case.DoesNotExist."""
    found = visible_prepared(_numbered, person, now=now).first(case_no)
    if found is None:
        raise Case.DoesNotExist
    return found


def _numbered(found: QuerySet[Case]) -> QuerySet[Case]:
    return found.filter(case_no=TEXT_HOLES[0])


def id_numbered(case_no: str) -> int:
    """The id behind a number, whoever asks. Raises Case.DoesNotExist."""
    for (pk,) in _ID_NUMBERED().rows(case_no):
        return int(pk)
    raise Case.DoesNotExist


_ID_NUMBERED = Once(lambda: Case.objects.filter(case_no=TEXT_HOLES[0]).values_list("pk"))


def timeline_of(case: Case) -> list[Entry]:
    """What happened to the case, oldest first."""
    return _TIMELINE().objects(case.pk)


_TIMELINE = Once(lambda: Entry.objects.filter(case=ID_HOLES[0]))


def page_of(
    columns: Columns,
    person: Person,
    *,
    now: datetime,
    unit: int | None = None,
    state: str | None = None,
    before: int | None = None,
) -> Rows:
    """(id, columns …) of the newest visible cases of a unit, in a state, below an id: one page."""
    shape = _page_shape(columns, unit is not None, state is not None, before is not None)
    return visible_prepared(shape, person, now=now).rows(unit, state, before)


@lru_cache
def _page_shape(
    columns: Columns, of_unit: bool, in_state: bool, before: bool
) -> Callable[[QuerySet[Case]], QuerySet[Case, Any]]:
    def shape(found: QuerySet[Case]) -> QuerySet[Case, Any]:
        if of_unit:
            found = found.filter(lead_unit=ID_HOLES[0])
        if in_state:
            found = found.filter(state=TEXT_HOLES[1])
        if before:
            found = found.filter(pk__lt=ID_HOLES[2])
        return _with(columns, found.order_by("-id"))[:PAGE]

    return shape


def rows_of(columns: Columns, ids: Sequence[int]) -> Rows:
    """(id, columns …) of at most a page of cases that the caller was shown, newest first."""
    return _rows_of(columns).rows(*ids, *[0] * (PAGE - len(ids))) if ids else []


@lru_cache
def _rows_of(columns: Columns) -> Prepared[Case]:
    chosen = Case.objects.filter(pk__in=ID_HOLES).order_by("-id")
    return Prepared(_with(columns, chosen))


def _with(columns: Columns, found: QuerySet[Case]) -> QuerySet[Case, Any]:
    moments = {f.attname for f in Case._meta.concrete_fields if isinstance(f, DateTimeField)}
    return found.values_list("id", *(Instant(c) if c in moments else c for c in columns))


def visible_scope(person: Person, *, now: datetime) -> tuple[str, tuple[Any, ...]] | None:
    """The ids a person may see as SQL with its parameters, for `search`; None when there are none."""
    prepared = visible_prepared(_ids, person, now=now)
    return (prepared.sql, tuple(prepared.parameters)) if prepared.sql else None


def _ids(found: QuerySet[Case]) -> QuerySet[Case, Any]:
    return found.order_by().values_list("pk")


def case_called(typed: str, person: Person, *, now: datetime) -> Case:
    """The visible case of a number somebody typed; a merged one leads to its survivor. Raises
    NotPossible."""
    plain = typed.strip().upper()[:MOST_NUMBER]
    tidy = tidy_number(plain.removeprefix("C"))
    try:
        found = case_numbered(f"C{tidy}" if tidy else plain, person, now=now)
        while found.merged_into_id:
            found = visible_to(person, now=now).get(pk=found.merged_into_id)
    except Case.DoesNotExist:
        raise NotPossible(NO_SUCH_CASE, number=plain) from None
    return found
