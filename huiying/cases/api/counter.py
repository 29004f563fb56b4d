"""Handlings at counters, sampling plans and drafts of replies by API."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from huiying.cases import actions
from huiying.cases.api.stepping import answered_once
from huiying.cases.models import Visit
from huiying.cases.queries import case_numbered, current_lead
from huiying.cases.queries.replies import draft_of
from huiying.cases.queries.windows import visits_of
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Area, Unit
from huiying.people.api import JsonResponse, caller

router = Router()
PAGE = 50
NO_LEAD = gettext_noop("No unit has this case.")
NO_PLACE = gettext_noop("There is nothing with the number or code “%(code)s”.")


class VisitIn(Schema):
    """A handling that is done; its person judges it by the link of the answer."""

    unit: int
    matter: str = Field(max_length=100)
    desk: str = Field("", max_length=30)
    is_online: bool = False


class SamplingIn(Schema):
    """From `valid_from` on only a share of the cases are called back."""

    area: str = Field(pattern=r"^\d{12}$", description="12-digit area code")
    percent: int = Field(ge=10, le=100)
    valid_from: datetime
    note: str = Field(max_length=300)


class DraftIn(Schema):
    text: str = Field("", max_length=5000)
    legal_basis: str = Field("", max_length=500)
    missing: str = Field("", max_length=500)


def visit_row(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.pk,
        "unit": visit.unit_id,
        "matter": visit.matter,
        "at": visit.at,
        "ratings": [{"number": r.number, "overall": r.overall} for r in visit.ratings.all()],
        "remedied_at": visit.remedied_at,
    }


@router.get("/visits", summary="Handlings at the counters of your units, newest first")
def visits(request: HttpRequest) -> JsonResponse:
    found = visits_of(caller(request), now=clock.now())[:PAGE]
    return JsonResponse({"items": [visit_row(each) for each in found]})


@router.post("/visits", summary="Record a handling at a counter")
def record(request: HttpRequest, body: VisitIn) -> JsonResponse:
    def act() -> Answer:
        unit = Unit.objects.filter(pk=body.unit).first()
        if unit is None:
            raise NotPossible(NO_PLACE, code=str(body.unit))
        made = actions.record_visit(
            unit, by=caller(request), now=clock.now(), **body.dict(exclude={"unit"})
        )
        link = f"{settings.HUIYING_PUBLIC_URL}/w/{made.token}"
        return Answer(201, {"id": made.pk, "link": link})

    return answered_once(request, act)


@router.post("/sampling-plans", summary="Call only a share of the cases back")
def sampling(request: HttpRequest, body: SamplingIn) -> JsonResponse:
    def act() -> Answer:
        area = Area.objects.filter(code=body.area, valid_to=None).order_by("level").first()
        if area is None:
            raise NotPossible(NO_PLACE, code=body.area)
        made = actions.make_sampling_plan(
            area, by=caller(request), now=clock.now(), **body.dict(exclude={"area"})
        )
        return Answer(201, {"id": made.pk, "percent": made.percent})

    return answered_once(request, act)


@router.get("/cases/{case_no}/draft", summary="Your draft of the reply")
def draft(request: HttpRequest, case_no: str) -> JsonResponse:
    by = caller(request)
    lead = current_lead(case_numbered(case_no, by, now=clock.now()))
    found = draft_of(lead, by) if lead else None
    return JsonResponse(
        {
            "text": found.text if found else "",
            "legal_basis": found.legal_basis if found else "",
            "missing": found.missing if found else "",
            "saved_at": found.saved_at if found else None,
        }
    )


@router.post("/cases/{case_no}/draft", summary="Keep a draft of the reply")
def keep_draft(request: HttpRequest, case_no: str, body: DraftIn) -> JsonResponse:
    def act() -> Answer:
        by = caller(request)
        lead = current_lead(case_numbered(case_no, by, now=clock.now()))
        if lead is None:
            raise NotPossible(NO_LEAD)
        made = actions.keep_draft(lead, by=by, now=clock.now(), **body.dict())
        return Answer(200, {"saved_at": made.saved_at.isoformat()})

    return answered_once(request, act)
