"""The questions about cases that programs ask all the time, each compiled once (`queries.prepared`)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from huiying.cases.models import Case, Entry
from huiying.cases.queries.prepared import ID_HOLES, TEXT_HOLES, Once, Prepared
from huiying.cases.queries.visibility import visible_prepared
from huiying.people.models import Person

PAGE = len(ID_HOLES)
"""Rows of a page."""

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
        return found.order_by("-id").values_list("id", *columns)[:PAGE]

    return shape


def rows_of(columns: Columns, ids: Sequence[int]) -> Rows:
    """(id, columns …) of at most a page of cases that the caller was shown, newest first."""
    return _rows_of(columns).rows(*ids, *[0] * (PAGE - len(ids))) if ids else []


@lru_cache
def _rows_of(columns: Columns) -> Prepared[Case]:
    chosen = Case.objects.filter(pk__in=ID_HOLES).order_by("-id")
    return Prepared(chosen.values_list("id", *columns))
