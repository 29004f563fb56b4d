"""Lists of cases, requests and callbacks: the newest fifty, then the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from huiying.cases.choices import Step
from huiying.cases.forms import CaseFilter, RequestFilter
from huiying.cases.forms.filters import tidy
from huiying.cases.models import Case
from huiying.cases.presenters import RequestLine, request_line
from huiying.cases.queries import (
    narrowed,
    originals_visible_to,
    requests_visible_to,
    visible_to,
)
from huiying.cases.queries.dangers import raised_for
from huiying.cases.queries.filters import views_for
from huiying.cases.queries.newest import newest_cases
from huiying.cases.views.bulk import bar_for
from huiying.lib import clock
from huiying.lib.codes import as_id
from huiying.lib.receipts import tidy_number
from huiying.organisations.models import Area, Unit
from huiying.organisations.queries import starts_with, units_of
from huiying.organisations.views.access import holds, require
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff
from huiying.search.queries import newest

PAGE = 50
FOLDED = frozenset(
    {"unit", "area", "kind", "who", "category", "watched", "group", "opened_from", "opened_to"}
)
"""Filters that stand below the fold until one of them is set."""


@dataclass(frozen=True)
class Cut:
    """One page of a list; `next` is the query of the page after it, or empty."""

    rows: list[Any]
    next: str


def cut(request: HttpRequest, rows: list[Any]) -> Cut:
    more = len(rows) > PAGE
    shown = rows[:PAGE]
    query = request.GET.copy()
    if more:
        query["before"] = str(shown[-1].pk)
    return Cut(shown, f"?{query.urlencode()}" if more else "")


def before_of(request: HttpRequest) -> int | None:
    return as_id(request.GET.get("before", ""))


def within(area: Area) -> Any:
    return starts_with("area_code", area.prefix)


@staff
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    require(request, Permission.VIEW_CASES)
    form = CaseFilter(request.GET)
    chosen = form.chosen()
    person, now = person_of(request), clock.now()
    views = views_for(person, now=now)
    first = next((view for view in views if view.is_default), None)
    if first is not None and not request.GET:
        return redirect(f"{request.path}?{first.query}")
    query = tidy(request.GET.urlencode())
    rows = _newest_cases(person, now, chosen, before_of(request))
    context = {
        "form": form,
        "page": cut(request, rows),
        "views": views,
        "here": next((view for view in views if view.query == query), None),
        "asked": query,
        "units": _own_units(person, now),
        "may_export": holds(request, Permission.EXPORT),
        "bar": bar_for(request, Step.SIGN, Step.TAKE_ON, Step.NOTE, Step.REMIND, Step.MERGE),
        "is_filtered": bool(chosen),
        "is_open": bool(FOLDED & set(chosen)) or "_search" in request.GET,
    }
    return render(request, "cases/cases.html", context)


def _newest_cases(
    person: Person, now: datetime, chosen: Mapping[str, Any], before: int | None
) -> list[Case]:
    def narrow(found: QuerySet[Case]) -> QuerySet[Case]:
        left = narrowed(found, chosen, by=person, now=now)
        return left.select_related("lead_unit", "area")

    if words := chosen.get("q", ""):
        return list(_newest(narrow(visible_to(person, now=now)), "case", words, before))
    return newest_cases(narrow, person, now=now, before=before, most=PAGE + 1)


def _own_units(person: Person, now: datetime) -> list[Unit]:
    """The units one may share a filter with."""
    mine = units_of(person, clock.local_date(now))
    return list(Unit.objects.filter(pk__in=mine).order_by("code")) if mine else []


def _newest(found: QuerySet[Any], kind: str, words: str, before: int | None) -> QuerySet[Any]:
    """The newest of a list, one more than fits; words go through the index."""
    if words:
        refs = newest(kind, words, limit=PAGE + 1, within=found, before=before)
        return found.filter(pk__in=refs).order_by("-id")
    if before is not None:
        found = found.filter(pk__lt=before)
    return found.order_by("-id")[: PAGE + 1]


MOST_RAISED = 20


def _raised(person: Person, now: datetime) -> list[RequestLine]:
    """What words of danger put on top of the list."""
    found = raised_for(person, now=now)[:MOST_RAISED]
    return [request_line(each, by=person, now=now) for each in found]


@staff
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    require(request, Permission.VIEW_CASES)
    person, now = person_of(request), clock.now()
    form = RequestFilter(request.GET)
    chosen = form.chosen()
    words = chosen.get("q", "")
    number = tidy_number(words)
    # Hidden texts are not searched: finding them would give them away.
    by_words = words and not number
    found = (originals_visible_to if by_words else requests_visible_to)(person, now=now)
    for name in ("state", "channel"):
        if name in chosen:
            found = found.filter(**{name: chosen[name]})
    if "area" in chosen:
        found = found.filter(within(chosen["area"]))
    if number:
        found = found.filter(receipt_no=number)
    rows = _newest(found, "request", words if by_words else "", before_of(request))
    page = cut(request, list(rows.select_related("area", "case", "danger")))
    context = {
        "form": form,
        "page": page,
        "lines": [request_line(each, by=person, now=now) for each in page.rows],
        "raised": _raised(person, now) if not request.GET else [],
        "is_filtered": bool(chosen),
        "is_open": "area" in chosen or "_search" in request.GET,
        "may_record": holds(request, Permission.SUBMIT),
    }
    return render(request, "cases/requests.html", context)
