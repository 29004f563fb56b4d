"""The dispatch board: every case without a unit, the clock that bites first on top, and its form."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiying.cases.choices import CaseState, ReturnState, Step
from huiying.cases.forms import CASE_FORMS, StepForm
from huiying.cases.models import Case, ReturnRequest
from huiying.cases.queries import work_for
from huiying.cases.views.access import person_of, require, staff
from huiying.cases.views.beside.dispatching import suggested_units
from huiying.cases.views.stepping import key_of
from huiying.lib import clock
from huiying.organisations.models import Unit
from huiying.people.choices import Permission

MOST = 30
"""Cases with an open form on one page; the rest follow when these are gone."""


@dataclass(frozen=True)
class Place:
    """One case on the board with its own form."""

    case: Case
    form: StepForm
    url: str
    key: str
    suggestions: list[Unit]


@staff
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    require(request, Permission.DISPATCH)
    person, now = person_of(request), clock.now()
    waiting = work_for(person, now=now)
    rows = list(
        waiting.filter(state=CaseState.PENDING_DISPATCH).select_related("category")[: MOST + 1]
    )
    suggested: dict[str, list[Unit]] = {}
    places = []
    for case in rows[:MOST]:
        code = case.area_code
        if code not in suggested:
            suggested[code] = suggested_units(case, now)
        places.append(
            Place(
                case,
                CASE_FORMS[Step.DISPATCH](prefix=f"c{case.pk}"),
                reverse("cases:step", args=[case.case_no, Step.DISPATCH.value]),
                key_of(request),
                suggested[code],
            )
        )
    returns = ReturnRequest.objects.filter(
        state=ReturnState.ASKED,
        assignment__case__in=waiting.filter(state=CaseState.RETURN_PENDING).order_by(),
    )
    context = {
        "places": places,
        "more": len(rows) > MOST,
        "returns": returns.select_related("assignment__case", "assignment__unit", "proposed_unit"),
        "here": request.path,
    }
    return render(request, "cases/board.html", context)
