"""What all parts of the API use: ids and months in addresses and bodies, and what a caller may read."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Schema
from pydantic import Field

from huiying.appraisal.actions.rankings import Period
from huiying.appraisal.models import Place, Ranking, SchemeVersion
from huiying.appraisal.permissions import may_read, places_for, rankings_for, schemes_for
from huiying.files.models import Attachment
from huiying.files.queries import drafts_of
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Area
from huiying.organisations.queries import area_coded
from huiying.people.api import caller
from huiying.people.models import Person

NO_AREA = gettext_noop("There is no area with the code %(code)s.")
MOST_ID = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=MOST_ID)]
Number = Annotated[int, Field(ge=1, le=MOST_ID)]
Code = Annotated[str, Field(pattern=r"^\d{12}$")]
Month = Annotated[str, Field(pattern=r"^(19|20)\d{2}-(0[1-9]|1[0-2])$")]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
Note = Annotated[str, Field(min_length=1, max_length=1000)]


class Nothing(Schema):
    """A step that needs no more than its address."""


def reader(request: HttpRequest) -> tuple[Person, date]:
    """Who calls and today, once the appraisal is anything to them. Raises NotAllowed."""
    person, on = caller(request), local_date(clock.now())
    may_read(by=person, on=on).require()
    return person, on


def ranking_for(request: HttpRequest, pk: int) -> Ranking:
    return get_object_or_404(rankings_for(caller(request), on=local_date(clock.now())), pk=pk)


def place_for(request: HttpRequest, pk: int) -> Place:
    found = places_for(caller(request), on=local_date(clock.now()))
    return get_object_or_404(found, pk=pk)


def scheme_for(request: HttpRequest, pk: int) -> SchemeVersion:
    return get_object_or_404(schemes_for(caller(request), on=local_date(clock.now())), pk=pk)


def area_named(code: str) -> Area:
    """The area of a code today. Raises NotPossible."""
    area = area_coded(code, on=local_date(clock.now()))
    if area is None:
        raise NotPossible(NO_AREA, code=code)
    return area


PAGE = 100
Page = Annotated[int, Query(ge=1, le=1_000_000, description="From 1 on, a hundred at a time")]
NO_FILE = gettext_noop("There is no file %(id)s of yours. Please upload it first.")


def paged(rows: Any, page: int, shown: Callable[[Any], Any] = lambda row: row) -> dict[str, Any]:
    """One part of a long list, and how many parts there are."""
    parts = Paginator(rows, PAGE)
    items = parts.page(page) if page <= parts.num_pages else ()
    return {"items": [shown(each) for each in items], "page": page, "pages": parts.num_pages, "count": parts.count}  # fmt: skip


def evidence_named(key: UUID | None, by: Person) -> Attachment | None:
    """A file the caller uploaded before (`POST /papers`). Raises NotPossible."""
    if key is None:
        return None
    found = drafts_of(by.audit_name, [key]).first()
    if found is None:
        raise NotPossible(NO_FILE, id=str(key))
    return found


def period_of(first: str, last: str | None) -> Period:
    """The months of a body; one where the last is not said."""
    return Period(first_day(first), first_day(last or first))


def first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def plain(at: datetime | date | None) -> str | None:
    """As it stands in an answer, the first time and each time it is repeated."""
    return None if at is None else at.isoformat()
