"""The panel's board, and how often units return cases."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiying.cases.choices import ClockKind, Part, Step
from huiying.cases.models import ReturnRequest
from huiying.cases.permissions import panel_steps
from huiying.cases.permissions.doors.panel import PANEL
from huiying.cases.queries.returns import bounces_by_unit, returns_asked, returns_at_panel
from huiying.cases.views.beside.panel import StepLink, link_to
from huiying.lib import clock
from huiying.lib.verdict import Verdict
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff

MOST = 100
SPAN = timedelta(days=90)


@dataclass(frozen=True)
class ReturnCard:
    """A return with what this member of the panel may do about it, and why not the rest."""

    returned: ReturnRequest
    links: list[StepLink]
    refused: list[tuple[Step, Verdict]]


def _card(returned: ReturnRequest, person: Person, now: datetime) -> ReturnCard:
    part = returned.assignment
    verdicts = panel_steps(returned, by=person, now=now)
    if part.part == Part.CO:
        name, key = "cases:part-step", str(part.pk)
    else:
        name, key = "cases:step", part.case.case_no
    links = [
        link_to(step, reverse(name, args=[key, step])) for step, verdict in verdicts if verdict
    ]
    return ReturnCard(returned, links, [(step, why) for step, why in verdicts if not why])


@staff
@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    """The returns within reach that the panel decides, with what each side says and the views so far,
    and those that still wait for the dispatcher."""
    require(request, Permission.ARBITRATE)
    person, now = person_of(request), clock.now()
    context = {
        "rows": [_card(each, person, now) for each in returns_at_panel(person, now=now)[:MOST]],
        "asked": [_card(each, person, now) for each in returns_asked(person, now=now)[:MOST]],
        "decide_label": ClockKind.RETURN.label,
        "needed": PANEL,
        "me": person.pk,
    }
    return render(request, "cases/panel.html", context)


@staff
@require_GET
def returns(request: HttpRequest) -> HttpResponse:
    """Which units send cases back, of those of the last ninety days."""
    require(request, Permission.DECIDE_RETURN)
    now = clock.now()
    rows = bounces_by_unit(person_of(request), since=now - SPAN, now=now)
    return render(request, "cases/returns.html", {"rows": rows, "days": SPAN.days})
