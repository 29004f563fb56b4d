"""Help with a reply by API: its checklist, what was answered before, a machine's draft, and its model."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from huiying.cases import actions
from huiying.cases.api.stepping import answered_once, read_form
from huiying.cases.forms.machine import EndpointForm
from huiying.cases.models import Assignment, DraftingEndpoint, MachineDraft
from huiying.cases.models.machine import LONGEST, SHORTEST, USUAL
from huiying.cases.permissions.drafts import may_draft
from huiying.cases.presenters import point_words
from huiying.cases.queries import case_numbered, current_lead, suggests
from huiying.cases.queries.machine import endpoint_set, latest_machine_draft
from huiying.cases.queries.nearest import nearest
from huiying.cases.queries.replies import Written, draft_of, looked_over
from huiying.cases.rules.replies import Point
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.permissions import may
from huiying.people.api import JsonResponse, caller
from huiying.people.choices import Permission

router = Router()
NO_LEAD = gettext_noop("No unit has this case.")
OFF = gettext_noop("The checklist for replies is switched off.")


class WrittenIn(Schema):
    """A reply as far as it is written."""

    text: str = Field(max_length=5000)
    legal_basis: str = Field("", max_length=500)


class EndpointIn(Schema):
    """Where the model stands. Without `key` the key stays as it is; "" takes it away."""

    is_on: bool
    address: str = Field("", max_length=300)
    model: str = Field("", max_length=100)
    seconds: int = Field(USUAL, ge=SHORTEST, le=LONGEST)
    key: str | None = Field(None, max_length=500)


def _lead(request: HttpRequest, case_no: str) -> Assignment:
    by, now = caller(request), clock.now()
    lead = current_lead(case_numbered(case_no, by, now=now))
    if lead is None:
        raise NotPossible(NO_LEAD)
    may_draft(lead, by=by, now=now).require()
    return lead


def _point(point: Point) -> dict[str, Any]:
    return {"mark": point.mark.value, "words": point_words(point)}


def _machine_row(draft: MachineDraft) -> dict[str, Any]:
    return {
        "id": draft.pk,
        "state": draft.state,
        "fault": draft.get_fault_display() if draft.fault else "",
        "text": draft.text,
        "is_machine_made": True,
        "model": draft.model,
        "sources": draft.sources.split(),
        "asked_at": draft.asked_at,
        "done_at": draft.done_at,
    }


@router.post("/cases/{case_no}/draft/check", summary="Look a reply over before it is sent")
def check(request: HttpRequest, case_no: str, body: WrittenIn) -> JsonResponse:
    lead = _lead(request, case_no)
    if not suggests("replies"):
        raise NotPossible(OFF)
    written = Written(body.text.replace("\x00", ""), body.legal_basis.replace("\x00", ""), {})
    now = clock.now()
    reading = actions.reading_of(written.text, lead, by=caller(request), now=now)
    points = looked_over(written, lead, reading, now=now)
    return JsonResponse({"is_ready": reading.is_ready, "points": [_point(each) for each in points]})


@router.get(
    "/cases/{case_no}/draft/near", summary="What was answered before, to begin a reply with"
)
def near(request: HttpRequest, case_no: str) -> JsonResponse:
    lead = _lead(request, case_no)
    now = clock.now()
    found = nearest(lead.case, caller(request), now=now)
    safe, is_ready = actions.safe_sources(found, now=now)
    rows = [
        {
            "source": each.ref,
            "case_no": each.case_no,
            "unit": each.unit,
            "title": each.title,
            "text": each.text,
            "legal_basis": each.legal_basis,
            "percent": each.percent,
            "same_category": each.same_category,
        }
        for each in safe
    ]
    return JsonResponse({"is_ready": is_ready, "items": rows})


@router.get("/cases/{case_no}/draft/machine", summary="The machine's latest draft of a reply")
def machine(request: HttpRequest, case_no: str) -> JsonResponse:
    found = latest_machine_draft(_lead(request, case_no))
    return JsonResponse({"draft": _machine_row(found) if found else None})


@router.post("/cases/{case_no}/draft/machine", summary="Ask the model for a draft of a reply")
def ask(request: HttpRequest, case_no: str) -> JsonResponse:
    def act() -> Answer:
        made = actions.ask_machine(_lead(request, case_no), by=caller(request), now=clock.now())
        return Answer(202, {"id": made.pk, "state": made.state})

    return answered_once(request, act)


@router.post("/cases/{case_no}/draft/machine/{pk}/use", summary="Put a machine's draft into yours")
def use(request: HttpRequest, case_no: str, pk: int) -> JsonResponse:
    def act() -> Answer:
        by, now = caller(request), clock.now()
        lead = _lead(request, case_no)
        draft = draft_of(lead, by) or actions.keep_draft(lead, by=by, now=now, text="")
        draft = actions.put_in_machine(draft, pk, by=by, now=now)
        return Answer(200, {"text": draft.text, "is_machine_made": True})

    return answered_once(request, act)


def _endpoint_row(found: DraftingEndpoint | None) -> dict[str, Any]:
    if found is None:
        return {"is_on": False, "address": "", "model": "", "seconds": USUAL, "has_key": False}
    return {
        "is_on": found.is_on,
        "address": found.address,
        "model": found.model,
        "seconds": found.seconds,
        "has_key": bool(found.sealed_key),
        "changed_by": found.changed_by_name,
        "changed_at": found.changed_at,
    }


@router.get("/drafting-endpoint", summary="Where the model stands that may write drafts")
def endpoint(request: HttpRequest) -> JsonResponse:
    may(caller(request), Permission.MANAGE_INSIGHT, on=local_date(clock.now())).require()
    return JsonResponse(_endpoint_row(endpoint_set()))


@router.post("/drafting-endpoint", summary="Say where the model stands, and switch it on or off")
def set_endpoint(request: HttpRequest, body: EndpointIn) -> JsonResponse:
    def act() -> Answer:
        given = body.dict(exclude={"key"}) | {"secret": body.key, "forget_key": body.key == ""}
        said = actions.EndpointSettings(**read_form(EndpointForm, given))
        made = actions.set_endpoint(said, by=caller(request), now=clock.now())
        row = _endpoint_row(made)
        return Answer(200, {name: row[name] for name in ("is_on", "address", "model", "has_key")})

    return answered_once(request, act)
