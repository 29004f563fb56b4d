"""My work: everything that waits for me, the clock that bites first on top."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from huiying.cases.choices import CaseState
from huiying.cases.models import Case
from huiying.cases.presenters import request_line
from huiying.cases.queries import (
    beside_for,
    callbacks_for,
    intake_for,
    objections_for,
    plans_for,
    routes_for,
    stops_for,
    work_for,
)
from huiying.cases.queries.appeals import appeals_to_vote
from huiying.cases.queries.holding import held_by
from huiying.cases.queries.visibility import visible_to
from huiying.cases.queries.watching import extensions_for, soon_for, to_lift
from huiying.cases.workflow.cases import WORKING
from huiying.design.choices import Entry
from huiying.lib import clock
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff

SHOWN = 50
COUNTED = 200
"""Nobody needs to know how much more than this waits; counting stops here."""


@dataclass(frozen=True)
class Kind:
    """One kind of work: its tab, where its rows come from, how they are drawn."""

    name: str
    label: Any
    icon: str
    template: str
    rows: Callable[[Person, datetime], QuerySet[Any]]
    is_view: bool = False
    """Whether other kinds count these rows already."""


def _cases(*states: CaseState) -> Callable[[Person, datetime], QuerySet[Any]]:
    def rows(person: Person, now: datetime) -> QuerySet[Any]:
        return work_for(person, now=now, states=states)

    return rows


def _drafts(person: Person, now: datetime) -> QuerySet[Any]:
    if not scope_of(person, Permission.PUBLISH, on=clock.local_date(now)):
        return Case.objects.none()
    return _cases(CaseState.CLOSED, CaseState.ARCHIVED)(person, now)


def _mine(person: Person, now: datetime) -> QuerySet[Any]:
    if not scope_of(person, Permission.HANDLE, on=clock.local_date(now)):
        return Case.objects.none()
    found = visible_to(person, now=now).filter(pk__in=held_by(person))
    return found.select_related("lead_unit", "area").order_by("next_due", "id")


REST = {
    "dispatch": ("cases:board", ""),
    "returns": ("cases:cases", "?state=RETURN_PENDING"),
    "sign": ("cases:cases", "?state=PENDING_SIGN"),
    "handle": ("cases:cases", "?state=IN_PROGRESS"),
    "mine": ("cases:cases", "?who=me"),
    "review": ("cases:cases", "?state=PENDING_REVIEW"),
    "call": ("cases:callbacks", ""),
    "publish": ("cases:public-versions", ""),
    "objections": ("cases:objections", ""),
    "intake": ("cases:requests", "?state=SUBMITTED"),
}
"""Kind of work → the list that holds all of it, page by page."""


KINDS: Sequence[Kind] = (
    Kind("intake", _("To accept"), "inbox", "requests", lambda by, now: intake_for(by, now=now)),
    Kind("dispatch", _("To dispatch"), "dispatch", "cases", _cases(CaseState.PENDING_DISPATCH)),
    Kind("returns", _("Returns"), "left", "cases", _cases(CaseState.RETURN_PENDING)),
    Kind("sign", _("To sign for"), "check", "cases", _cases(CaseState.PENDING_SIGN)),
    Kind(
        "handle",
        _("To handle"),
        "work",
        "cases",
        _cases(*WORKING, CaseState.LONG_TERM),
    ),
    Kind("mine", _("In my hands"), "person", "cases", _mine),
    Kind("beside", _("Together"), "people", "cases", lambda by, now: beside_for(by, now=now)),
    Kind(
        "review",
        _("To review"),
        "eye",
        "cases",
        _cases(CaseState.PENDING_REVIEW, CaseState.PENDING_CALLBACK),
    ),
    Kind(
        "call", _("To call back"), "phone", "callbacks", lambda by, now: callbacks_for(by, now=now)
    ),
    Kind(
        "publish",
        _("To publish"),
        "published",
        "cases",
        _drafts,
    ),
    Kind(
        "extensions",
        _("Extensions to decide"),
        "clock",
        "cases",
        lambda by, now: extensions_for(by, now=now),
    ),
    Kind("lift", _("Supervision to lift"), "flag", "cases", lambda by, now: to_lift(by, now=now)),
    Kind(
        "soon",
        _("Due soon"),
        "warning",
        "cases",
        lambda by, now: soon_for(by, now=now),
        is_view=True,
    ),
    Kind(
        "plans", _("Plans to decide"), "calendar", "cases", lambda by, now: plans_for(by, now=now)
    ),
    Kind(
        "stops",
        _("Terminations to decide"),
        "close",
        "cases",
        lambda by, now: stops_for(by, now=now),
    ),
    Kind(
        "routes",
        _("Legal routes to look at"),
        "building",
        "cases",
        lambda by, now: routes_for(by, now=now),
    ),
    Kind(
        "appeals",
        _("Appeals to vote on"),
        "flag",
        "appeals",
        lambda by, now: appeals_to_vote(by, now=now),
    ),
    Kind(
        "objections",
        _("Objections"),
        "flag",
        "objections",
        lambda by, now: objections_for(by, now=now),
    ),
)


@dataclass(frozen=True)
class Pile:
    kind: Kind
    count: int
    rows: list[Any]


@staff
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), clock.now()
    piles = [pile for pile in (_pile(kind, person, now) for kind in KINDS) if pile.count]
    asked = request.GET.get("kind", "")
    shown = next((pile for pile in piles if pile.kind.name == asked), None)
    shown = shown or (piles[0] if piles else None)
    lines = []
    if shown and shown.kind.template == "requests":
        lines = [request_line(each, by=person, now=now) for each in shown.rows[:SHOWN]]
    tabs = [
        Entry(str(p.kind.label), f"?kind={p.kind.name}", p.kind.icon, p is shown, p.count)
        for p in piles
    ]
    own = [pile for pile in piles if not pile.kind.is_view]
    dues = [_due_of(row) for pile in own for row in pile.rows]
    late = sum(1 for due in dues if due and due <= now)
    soon = sum(1 for due in dues if due and due > now and (due - now).total_seconds() <= 86400)
    context = {
        "piles": piles,
        "shown": shown,
        "rows": shown.rows[:SHOWN] if shown else [],
        "lines": lines,
        "more": _rest_of(shown) if shown is not None and shown.count > SHOWN else "",
        "tabs": tabs,
        "late": late,
        "soon": soon,
        "waiting": sum(pile.count for pile in own),
    }
    return render(request, "console/home.html", context)


def _rest_of(pile: Pile) -> str:
    page, query = REST.get(pile.kind.name, ("cases:cases", ""))
    return f"{reverse(page)}{query}"


def _pile(kind: Kind, person: Person, now: datetime) -> Pile:
    rows = list(kind.rows(person, now)[:COUNTED])
    return Pile(kind, len(rows), rows)


def _due_of(row: Any) -> datetime | None:
    found = getattr(row, "next_due", None) or getattr(row, "due", None)
    if found is None and hasattr(row, "case") and row.case is not None:
        found = row.case.next_due
    return found if isinstance(found, datetime) else None
