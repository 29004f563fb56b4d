"""Cases by API: newest of a unit and state, search, one with its timeline, counts, steps."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from huiying.cases import actions
from huiying.cases.api.stepping import NOTHING, Inputs, answered_once, said, take
from huiying.cases.choices import CaseState
from huiying.cases.forms import CALLBACK_FORMS, CASE_FORMS
from huiying.cases.models import Callback, Case, ReturnRequest
from huiying.cases.permissions import allowed_steps, part_steps
from huiying.cases.presenters import (
    CASE_ROW,
    assignment_row,
    call_row,
    case_row,
    case_sheet,
    clock_row,
    escalation_row,
    opinion_row,
    request_row,
    return_row,
)
from huiying.cases.queries import (
    PAGE,
    callbacks_for,
    case_numbered,
    counts_for,
    id_numbered,
    page_of,
    rows_of,
    timeline_of,
    visible_scope,
    visible_to,
    work_for,
)
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.people.api import JsonResponse, caller
from huiying.people.models import Person
from huiying.search.queries import Within
from huiying.search.queries import newest as newest_hits

router = Router()
LONGEST_SEARCH = 100
Id = Annotated[int, Field(ge=0, lt=2**63)]
"""What a database can hold as an id."""


@router.get("/cases", summary="Newest cases, of a unit, in a state, or holding words")
def listed(
    request: HttpRequest,
    unit: Id | None = None,
    state: CaseState | None = None,
    q: str = "",
    before: Id | None = None,
) -> JsonResponse:
    """At most 50, newest first; `before` (the `next` of an earlier answer) goes on from there."""
    by, now = caller(request), clock.now()
    words = q.strip()[:LONGEST_SEARCH]
    if not words:
        return _page(page_of(CASE_ROW, by, now=now, unit=unit, state=state, before=before))
    within = _scope(by, now=now, unit=unit, state=state)
    if within is None:
        return _page([])
    return _page(
        rows_of(CASE_ROW, newest_hits("case", words, limit=PAGE, within=within, before=before))
    )


def _scope(by: Person, *, now: datetime, unit: int | None, state: CaseState | None) -> Within:
    if unit is None and state is None:
        return visible_scope(by, now=now)
    found = visible_to(by, now=now)
    if unit is not None:
        found = found.filter(lead_unit=unit)
    return found if state is None else found.filter(state=state)


def _page(rows: list[tuple[Any, ...]]) -> JsonResponse:
    more = rows[-1][0] if len(rows) == PAGE else None
    return JsonResponse({"items": [case_row(row[1:]) for row in rows], "next": more})


@router.get("/work", summary="What waits for you, the clock that bites first on top")
def work(request: HttpRequest) -> JsonResponse:
    rows = work_for(caller(request), now=clock.now()).values_list(*CASE_ROW)[:PAGE]
    return JsonResponse({"items": [case_row(row) for row in rows]})


@router.get("/counts", summary="Cases per unit and state")
def counts(request: HttpRequest) -> JsonResponse:
    found = counts_for(caller(request), now=clock.now())
    return JsonResponse(
        {"items": [{"unit": u or None, "state": s, "n": n} for (u, s), n in found.items()]}
    )


@router.get("/cases/{case_no}", summary="One case with its timeline")
def one(request: HttpRequest, case_no: str, include: str = "") -> JsonResponse:
    """`include` adds parts: requests, assignments, calls, returns, escalations, opinions, clocks, steps (comma between)."""
    case = _visible(request, case_no)
    actions.note_look(case, by=caller(request), now=clock.now())
    sheet = case_sheet(case, timeline_of(case))
    for name in include.split(",") if include else ():
        if name in PARTS:
            sheet[name] = PARTS[name](request, case)
    return JsonResponse(sheet)


def _visible(request: HttpRequest, case_no: str) -> Case:
    return case_numbered(case_no, caller(request), now=clock.now())


def _requests(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    by, now = caller(request), clock.now()
    return [request_row(each, by=by, now=now) for each in case.requests.all()]


def _assignments(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    by, now = caller(request), clock.now()
    return [
        {**assignment_row(each), "steps": said(part_steps(each, by=by, now=now))}
        for each in case.assignments.select_related("case").order_by("id")
    ]


def _clocks(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    return [clock_row(each) for each in case.clocks.order_by("id")]


def _steps(request: HttpRequest, case: Case) -> dict[str, str | None]:
    return said(allowed_steps(case, by=caller(request), now=clock.now()))


def _calls(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    by, now = caller(request), clock.now()
    return [
        {**call_row(each), "steps": said(part_steps(each, by=by, now=now))}
        for each in case.whistle_calls.select_related("case").order_by("id")
    ]


def _returns(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    found = ReturnRequest.objects.filter(assignment__case=case).order_by("id")
    return [return_row(each) for each in found.select_related("assignment")]


def _escalations(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    return [escalation_row(each) for each in case.escalations.select_related("area").order_by("id")]


def _opinions(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    return [opinion_row(each) for each in case.opinions.order_by("id")]


PARTS = {
    "requests": _requests,
    "assignments": _assignments,
    "calls": _calls,
    "returns": _returns,
    "escalations": _escalations,
    "opinions": _opinions,
    "clocks": _clocks,
    "steps": _steps,
}


@router.post("/cases/{case_no}/steps/{step}", summary="Take a step on a case")
def step(request: HttpRequest, case_no: str, step: str, body: Inputs = NOTHING) -> JsonResponse:
    """`include=steps` of the case says which are open. 403 and 409 say why not."""

    def act() -> Answer:
        # the step itself asks whether the caller may see it
        direct = step in actions.BY_NUMBER
        case = Case(case_no=case_no) if direct else Case(pk=id_numbered(case_no))
        take(CASE_FORMS, case, step, body, by=caller(request))
        return Answer(200, {"case_no": case_no, "state": case.state, "version": case.version})

    return answered_once(request, act)


@router.get("/callbacks", summary="People to be called back")
def callbacks(request: HttpRequest, after: Id | None = None) -> JsonResponse:
    """At most 50, by clock; `after` (the `next` of an earlier answer) goes on from there."""
    found = list(callbacks_for(caller(request), now=clock.now(), after=after)[:PAGE])
    items = [
        {"id": each.pk, "case_no": each.case.case_no, "round": each.round, "state": each.state}
        for each in found
    ]
    more = found[-1].pk if len(found) == PAGE else None
    return JsonResponse({"items": items, "next": more})


@router.post("/callbacks/next", summary="Take the next person to call off the list")
def next_callback(request: HttpRequest) -> JsonResponse:
    def act() -> Answer:
        found = actions.next_call(by=caller(request), now=clock.now())
        return Answer(200, _held(found))

    return answered_once(request, act)


@router.post("/callbacks/{pk}/claim", summary="Take a person off the calling list for a while")
def claim(request: HttpRequest, pk: int) -> JsonResponse:
    def act() -> Answer:
        found = actions.claim(_callback(request, pk), by=caller(request), now=clock.now())
        return Answer(200, _held(found))

    return answered_once(request, act)


@router.post("/callbacks/{pk}/give-back", summary="Put a person back on the calling list")
def give_back(request: HttpRequest, pk: int) -> JsonResponse:
    def act() -> Answer:
        actions.give_back(_callback(request, pk), by=caller(request), now=clock.now())
        return Answer(200, {"id": pk})

    return answered_once(request, act)


def _callback(request: HttpRequest, pk: int) -> Callback:
    within = visible_to(caller(request), now=clock.now())
    return Callback.objects.select_related("case", "request").get(pk=pk, case__in=within)


def _held(callback: Callback) -> dict[str, Any]:
    until = callback.claimed_until
    return {"id": callback.pk, "claimed_until": until.isoformat() if until else None}


@router.post("/callbacks/{pk}/steps/{step}", summary="Take a step on a callback")
def callback_step(request: HttpRequest, pk: int, step: str, body: Inputs = NOTHING) -> JsonResponse:
    def act() -> Answer:
        callback = _callback(request, pk)
        take(CALLBACK_FORMS, callback, step, body, by=caller(request))
        callback.refresh_from_db()
        return Answer(200, {"id": pk, "state": callback.state})

    return answered_once(request, act)
