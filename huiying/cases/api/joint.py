"""Joint work by API: steps on the part of a co-unit, on a called department, on an outside opinion."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from huiying.cases.api.stepping import NOTHING, Inputs, answered_once, said, take
from huiying.cases.choices import Step
from huiying.cases.forms import CALL_FORMS, OPINION_FORMS, PART_FORMS, StepForm
from huiying.cases.models import Assignment, Opinion, WhistleCall
from huiying.cases.permissions import panel_steps
from huiying.cases.presenters import return_row
from huiying.cases.queries import visible_to
from huiying.cases.queries.returns import bounces_by_unit, returns_asked, returns_at_panel
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.permissions import may
from huiying.people.api import JsonResponse, caller
from huiying.people.choices import Permission

router = Router()
Id = Annotated[int, Field(ge=0, lt=2**63)]
Days = Annotated[int, Field(ge=1, le=366)]
MOST = 100


@router.post("/assignments/{pk}/steps/{step}", summary="Take a step on the part of a co-unit")
def part_step(request: HttpRequest, pk: Id, step: str, body: Inputs = NOTHING) -> JsonResponse:
    """The parts of a case stand in it with `include=assignments`, each with its steps."""
    return _step(request, Assignment, pk, PART_FORMS, step, body)


@router.post("/whistle-calls/{pk}/steps/{step}", summary="Take a step on a called department")
def call_step(request: HttpRequest, pk: Id, step: str, body: Inputs = NOTHING) -> JsonResponse:
    """The calls of a case stand in it with `include=calls`, each with its steps."""
    return _step(request, WhistleCall, pk, CALL_FORMS, step, body)


@router.post("/opinions/{pk}/steps/{step}", summary="Take a step on an opinion asked outside")
def opinion_step(request: HttpRequest, pk: Id, step: str, body: Inputs = NOTHING) -> JsonResponse:
    return _step(request, Opinion, pk, OPINION_FORMS, step, body)


def _step(
    request: HttpRequest,
    model: type[Assignment] | type[WhistleCall] | type[Opinion],
    pk: int,
    forms: Mapping[Step, type[StepForm]],
    step: str,
    body: Mapping[str, Any],
) -> JsonResponse:
    def act() -> Answer:
        cases = visible_to(caller(request), now=clock.now())
        found = model.objects.select_related("case").get(pk=pk, case__in=cases)
        take(forms, found, step, body, by=caller(request))
        found.refresh_from_db()
        return Answer(200, {"id": pk, "state": found.state})

    return answered_once(request, act)


@router.get("/returns/panel", summary="Returns before the panel")
def panel(request: HttpRequest, asked: bool = False) -> JsonResponse:
    """Each with the panel's steps, and why one is not open. `asked`: those the dispatcher has not
    decided yet, on which the panel may say its word too."""
    by, now = caller(request), clock.now()
    may(by, Permission.ARBITRATE, on=local_date(now)).require()
    rows = (returns_asked if asked else returns_at_panel)(by, now=now)[:MOST]
    items = [
        {
            "case_no": each.assignment.case.case_no,
            **return_row(each),
            "steps": said(panel_steps(each, by=by, now=now)),
        }
        for each in rows
    ]
    return JsonResponse({"items": items})


@router.get("/returns/units", summary="How often units return cases")
def by_unit(request: HttpRequest, days: Days = 90) -> JsonResponse:
    by, now = caller(request), clock.now()
    may(by, Permission.DECIDE_RETURN, on=local_date(now)).require()
    rows = bounces_by_unit(by, since=now - timedelta(days=days), now=now)
    items = [
        {
            "unit": row.unit.pk,
            "name": row.unit.name,
            "given": row.given,
            "asked": row.asked,
            "agreed": row.agreed,
            "refused": row.refused,
            "designated": row.designated,
        }
        for row in rows
    ]
    return JsonResponse({"items": items})
