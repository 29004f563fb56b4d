"""Requests by API: record, look, and take the steps before a case."""

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from huiying.cases import actions
from huiying.cases.api.stepping import NOTHING, Inputs, answered_once, take
from huiying.cases.choices import Channel, Kind, RequestState
from huiying.cases.forms import REQUEST_FORMS
from huiying.cases.models import Category, Request
from huiying.cases.permissions import request_steps
from huiying.cases.presenters import request_row
from huiying.cases.queries import requests_visible_to
from huiying.design.presenters import sentence
from huiying.jobs.actions import Answer, once_sealed
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, WrongInput, gettext_noop
from huiying.lib.phones import normalise
from huiying.organisations.models import Area
from huiying.organisations.queries import area_coded
from huiying.people.api import JsonResponse, caller

router = Router()
PAGE = 50


class RequestIn(Schema):
    """A request written down by staff for somebody."""

    title: str = Field("", max_length=100)
    text: str = Field(min_length=2, max_length=5000)
    kind: Kind = Kind.HELP
    channel: Channel = Channel.PHONE_ENTRY
    area: str = Field(pattern=r"^\d{12}$", description="12-digit area code")
    place: str = Field("", max_length=200)
    category: str | None = Field(None, max_length=6)
    contact_name: str = Field("", max_length=30)
    contact_phone: str = Field("", max_length=30)
    contact_address: str = Field("", max_length=200)
    wants_secrecy: bool = False
    wants_callback: bool = True
    may_publish: bool = False
    is_urgent: bool = False


@router.post("/requests", summary="Record a request")
def record(request: HttpRequest, body: RequestIn) -> JsonResponse:
    return answered_once(request, lambda: _record(request, body), keep=once_sealed)


def _record(request: HttpRequest, body: RequestIn) -> Answer:
    now = clock.now()
    receipt = actions.submit(_voice(body), by=caller(request), now=now)
    return Answer(
        201,
        {"receipt_no": receipt.request.receipt_no, "pin": receipt.pin, "state": "SUBMITTED"},
    )


def _voice(body: RequestIn) -> actions.Voice:
    data = body.dict(exclude={"area", "category", "title"})
    if body.contact_phone:
        phone = normalise(body.contact_phone)
        if phone is None:
            raise WrongInput(
                {"contact_phone": [sentence(NotPossible(NO_PHONE, phone=body.contact_phone))]}
            )
        data["contact_phone"] = phone
    return actions.Voice(
        title=body.title or actions.title_from(body.text),
        area=_area(body.area),
        category=_category(body.category),
        **data,
    )


NO_PHONE = gettext_noop("“%(phone)s” is not a telephone number. Write it with its area code.")
NO_AREA = gettext_noop("There is no area with the code %(code)s today.")
NO_CATEGORY = gettext_noop("There is no category with the code %(code)s.")


def _area(code: str) -> Area:
    found = area_coded(code, local_date(clock.now()))
    if found is None:
        raise WrongInput({"area": [sentence(NotPossible(NO_AREA, code=code))]})
    return found


def _category(code: str | None) -> Category | None:
    if not code:
        return None
    found = Category.objects.filter(code=code, is_active=True).first()
    if found is None:
        raise WrongInput({"category": [sentence(NotPossible(NO_CATEGORY, code=code))]})
    return found


@router.get("/requests", summary="Newest requests")
def newest(request: HttpRequest, state: RequestState | None = None) -> JsonResponse:
    by, now = caller(request), clock.now()
    found = requests_visible_to(by, now=now).select_related("danger").order_by("-id")
    if state is not None:
        found = found.filter(state=state)
    return JsonResponse({"items": [request_row(one, by=by, now=now) for one in found[:PAGE]]})


@router.get("/requests/{receipt_no}", summary="One request")
def one(request: HttpRequest, receipt_no: str) -> JsonResponse:
    by, now = caller(request), clock.now()
    found = _visible(request, receipt_no)
    actions.note_look(found, by=by, now=now)
    steps = {
        str(step): sentence(verdict.refusal) if verdict.refusal else None
        for step, verdict in request_steps(found, by=by, now=now)
    }
    return JsonResponse({**request_row(found, by=by, now=now), "steps": steps})


def _visible(request: HttpRequest, receipt_no: str) -> Request:
    found = requests_visible_to(caller(request), now=clock.now())
    one = found.select_related("case", "danger").filter(receipt_no=receipt_no).first()
    if one is None:
        raise Request.DoesNotExist
    return one


@router.post("/requests/{receipt_no}/steps/{step}", summary="Take a step on a request")
def step(request: HttpRequest, receipt_no: str, step: str, body: Inputs = NOTHING) -> JsonResponse:
    def act() -> Answer:
        found = _visible(request, receipt_no)
        take(REQUEST_FORMS, found, step, body, by=caller(request))
        found.refresh_from_db()
        case_no = found.case.case_no if found.case else None
        return Answer(200, {"receipt_no": receipt_no, "state": found.state, "case_no": case_no})

    return answered_once(request, act)


@router.post("/requests/{receipt_no}/no-danger", summary="Wave words of danger aside")
def no_danger(request: HttpRequest, receipt_no: str) -> JsonResponse:
    def act() -> Answer:
        found = _visible(request, receipt_no)
        flag = actions.dismiss_danger(found, by=caller(request), now=clock.now())
        return Answer(200, {"receipt_no": receipt_no, "danger": flag.state})

    return answered_once(request, act)


class RevealIn(Schema):
    reason: str = Field(max_length=200)


@router.post("/requests/{receipt_no}/contact", summary="Read the telephone number, for a reason")
def contact(request: HttpRequest, receipt_no: str, body: RevealIn) -> JsonResponse:
    phone = actions.reveal_contact(
        _visible(request, receipt_no), by=caller(request), now=clock.now(), reason=body.reason
    )
    return JsonResponse({"phone": phone})
