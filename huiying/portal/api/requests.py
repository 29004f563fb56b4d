"""Requests by the public's API: send one, see how it stands, take a step, read what is published."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import uuid4

from django.http import HttpRequest
from ninja import Body, Header, Query, Router, Schema, Status
from pydantic import Field, StringConstraints

from huiying.cases.actions import Voice
from huiying.cases.choices import Kind, Step
from huiying.cases.choices.asking import ToldBy, ToldWhat
from huiying.cases.models import Category, Request
from huiying.cases.queries.asking import questions_for
from huiying.lib import clock
from huiying.lib.errors import NotPossible, WrongInput, gettext_noop
from huiying.lib.phones import normalise
from huiying.people.queries import client_address
from huiying.portal import actions
from huiying.portal.api.shared import NO_PLACE, Text, Words, too_many
from huiying.portal.forms import STEP_FORMS
from huiying.portal.presenters import Face, face_of, happenings, standing_of
from huiying.portal.queries import (
    PublicFilter,
    area_coded,
    current_version,
    open_steps,
    published,
    story_of,
    unit_coded,
)
from huiying.portal.rules import MOST_TEXT, MOST_TITLE, title_of

router = Router()


PAGE = 20
SHORTEST_KEY = 16
"""Anybody may send here, and a key opens the receipt again: it must be one nobody else thinks of."""
SHORT_KEY = gettext_noop(
    "An Idempotency-Key must have at least %(least)s characters, such as a UUID."
)
NOTHING: dict[str, Any] = Body({})  # type: ignore[type-arg] # declared as a class, called as a function
NO_STEP = gettext_noop("There is no step “%(step)s” here.")
NO_CATEGORY = gettext_noop("No kind of matter has the code %(code)s.")
NO_UNIT = gettext_noop("No office has the code %(code)s today.")
NO_PHONE = gettext_noop("“%(phone)s” is not a telephone number.")


class RequestIn(Schema):
    """Only kind, text and area are needed; who asks is up to them."""

    kind: Kind
    text: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1)] = Field(
        max_length=MOST_TEXT
    )
    area: str = Field(pattern=r"^[0-9]{12}$", description="Area code of a county, town or village")
    title: Text = Field("", max_length=MOST_TITLE, description="Made from the text if left out")
    place: Text = Field("", max_length=200)
    phone: Text = Field("", max_length=30)
    name: Text = Field("", max_length=30)
    wants_callback: bool = True
    wants_secrecy: bool = False
    may_publish: bool = False
    is_urgent: bool = False
    about_staff: bool = False
    category: str = Field("", pattern=r"^[0-9]{0,6}$", description="Code of the kind of matter")
    answers: dict[int, Text] = Field(
        {}, description="Extra question → answer; see /public/questions"
    )
    latitude: Decimal | None = Field(None, ge=-90, le=90, max_digits=8, decimal_places=5)
    longitude: Decimal | None = Field(None, ge=-180, le=180, max_digits=8, decimal_places=5)
    email: Text = Field("", max_length=100, pattern=r"^$|^[^@\s]+@[^@\s]+$")
    told_by: ToldBy = ToldBy.SMS
    told_what: ToldWhat = ToldWhat.ALL
    is_pressure: bool = Field(False, description="Put under pressure for having spoken up")
    accused_unit: Text = Field("", max_length=30, description="Code of the office complained about")
    earlier_number: Text = Field("", max_length=40, description="Of an own request about it")
    earlier_code: Text = Field("", max_length=20)
    language: str = Field("zh-hans", pattern=r"^(zh-hans|en)$")


class EarlierOut(Schema):
    number: str
    state_text: str
    unit: str
    promised: str


class ReceiptOut(Schema):
    number: str
    code: str = Field(description="Shown here only; needed to follow the request")
    notice_version: str
    earlier: EarlierOut | None = Field(None, description="How the earlier request stands")


class HappeningOut(Schema):
    at: datetime
    title: str
    text: str


class StandingOut(Schema):
    number: str
    state: str
    state_text: str
    unit: str
    promised: str
    is_provisional: bool
    answers: list[str]
    steps: list[str] = Field(description="What the requester can do now")
    happenings: list[HappeningOut]


class PublicOut(Schema):
    id: int
    title: str
    text: str
    reply: str
    area_name: str
    unit_name: str
    category_name: str
    published_at: datetime


class PublicPage(Schema):
    cases: list[PublicOut]
    more: bool


class PublicQuery(Schema):
    q: Words = ""
    area: Words = ""
    category: Words = ""
    page: int = Field(1, ge=1, le=500)


@router.post("/public/requests", auth=None, response={201: ReceiptOut}, summary="Send a request")
def send(
    request: HttpRequest,
    said: RequestIn,
    idempotency_key: Annotated[str, Header(max_length=80)] = "",
) -> Any:
    """Send the same `Idempotency-Key` again and you get the first receipt again."""
    now = clock.now()
    _may_open(idempotency_key)
    try:
        voice = replace(_voice(said, now), earlier=_earlier(request, said, now))
        actions.count_sending(client_address(request), now)
        sent = actions.send(voice, key=idempotency_key, now=now)
    except actions.TooMany as refused:
        return too_many(refused)
    receipt = {
        "number": sent.request.receipt_no,
        "code": sent.pin,
        "notice_version": sent.request.notice_version,
        "earlier": _briefly(standing_of(sent.request.earlier_id, now)),
    }
    return Status(201, receipt)


def _earlier(request: HttpRequest, said: RequestIn, now: datetime) -> Request | None:
    """The earlier request that number and code open; wrong ones are told as on the pages."""
    if not said.earlier_number:
        return None
    address = client_address(request)
    return actions.prove(said.earlier_number, said.earlier_code, address=address, now=now)


def _briefly(face: Face | None) -> dict[str, str] | None:
    if face is None:
        return None
    words = {"number": face.number, "state_text": str(face.state.label)}
    return words | {"unit": face.unit, "promised": face.promise}


def _may_open(key: str) -> None:
    if key and len(key) < SHORTEST_KEY:
        raise NotPossible(SHORT_KEY, least=SHORTEST_KEY)


def _voice(said: RequestIn, now: datetime) -> Voice:
    on = clock.local_date(now)
    if (area := area_coded(said.area, on=on)) is None:
        raise NotPossible(NO_PLACE, code=said.area)
    unit = unit_coded(said.accused_unit, on=on) if said.accused_unit else None
    if said.accused_unit and unit is None:
        raise NotPossible(NO_UNIT, code=said.accused_unit)
    phone = normalise(said.phone) if said.phone else ""
    if phone is None:
        raise NotPossible(NO_PHONE, phone=said.phone)
    return Voice(
        title=said.title or title_of(said.text),
        text=said.text,
        kind=said.kind,
        area=area,
        place=said.place,
        contact_name=said.name,
        contact_phone=phone,
        wants_secrecy=said.wants_secrecy,
        wants_callback=said.wants_callback,
        may_publish=said.may_publish,
        is_urgent=said.is_urgent,
        accused_unit=unit,
        about_staff=said.about_staff or unit is not None,
        is_pressure=said.is_pressure,
        category=_category(said.category),
        answers=tuple(said.answers.items()),
        latitude=said.latitude,
        longitude=said.longitude,
        contact_email=said.email,
        told_by=said.told_by,
        told_what=said.told_what,
        notice_version=current_version(),
        language=said.language,
    )


def _category(code: str) -> Category | None:
    if not code:
        return None
    found = Category.objects.filter(pk=code, is_active=True).first()
    if found is None:
        raise NotPossible(NO_CATEGORY, code=code)
    return found


class QuestionOut(Schema):
    id: int
    text: str
    kind: str
    options: list[str]
    is_required: bool


@router.get(
    "/public/questions/{category}",
    auth=None,
    response=list[QuestionOut],
    summary="Extra questions of a category",
)
def questions(request: HttpRequest, category: str) -> Any:
    return questions_for("".join(filter(str.isdecimal, category))[:6])


@router.get(
    "/public/requests/{number}", auth=None, response=StandingOut, summary="How a request stands"
)
def standing(
    request: HttpRequest,
    number: str,
    receipt_code: Annotated[str, Header(alias="X-Receipt-Code", max_length=20)] = "",
) -> Any:
    """The code goes into the header `X-Receipt-Code`. Wrong tries are counted as on the pages."""
    now = clock.now()
    try:
        found = actions.prove(number, receipt_code, address=client_address(request), now=now)
    except actions.TooMany as refused:
        return too_many(refused)
    return _standing(found, now)


def _standing(found: Request, now: datetime) -> dict[str, Any]:
    story = story_of(found.pk)
    face = face_of(story, now)
    shown = [{"at": each.at, "title": each.title, "text": each.text} for each in happenings(story)]
    return {
        "number": face.number,
        "state": face.state_code,
        "state_text": str(face.state.label),
        "unit": face.unit,
        "promised": face.promise,
        "is_provisional": face.is_provisional,
        "answers": [*filter(None, [found.answer]), *(reply.text for reply in story.replies)],
        "steps": [str(step) for step in open_steps(story, now)],
        "happenings": shown,
    }


@router.post(
    "/public/requests/{number}/{step}",
    auth=None,
    response={200: StandingOut, 201: ReceiptOut},
    summary="Take a step as the requester",
)
def take_step(
    request: HttpRequest,
    number: str,
    step: str,
    body: dict[str, Any] = NOTHING,
    receipt_code: Annotated[str, Header(alias="X-Receipt-Code", max_length=20)] = "",
    idempotency_key: Annotated[str, Header(max_length=80)] = "",
) -> Any:
    """The steps are those that `steps` of the request names; their inputs are those of the page.

    Reporting pressure makes a request of its own and answers with its receipt (201).
    """
    now = clock.now()
    _may_open(idempotency_key)
    try:
        found = actions.prove(number, receipt_code, address=client_address(request), now=now)
        taken = next((each for each in STEP_FORMS if each == step), None)
        if taken is None:
            raise NotPossible(NO_STEP, step=step)
        form: Any = STEP_FORMS[taken](dict(body))
        if not form.is_valid():
            raise WrongInput(
                {name: [str(one) for one in each] for name, each in form.errors.items()}
            )
        if taken == Step.REPORT_PRESSURE:
            actions.count_sending(client_address(request), now)
            key = idempotency_key or f"pressure:{found.pk}:{uuid4().hex}"
            sent = actions.report_pressure(found, now=now, text=form.inputs()["text"], key=key)
            version = sent.request.notice_version
            receipt = {
                "number": sent.request.receipt_no,
                "code": sent.pin,
                "notice_version": version,
            }
            return Status(201, receipt)
        actions.take_step(taken, found, now=now, **form.inputs())
    except actions.TooMany as refused:
        return too_many(refused)
    return _standing(Request.objects.get(pk=found.pk), now)


@router.get("/public/cases", auth=None, response=PublicPage, summary="Published cases")
def cases(request: HttpRequest, asked: Query[PublicQuery]) -> Any:
    """Twenty a page, the latest first."""
    start = PAGE * (asked.page - 1)
    rows = list(
        published(PublicFilter(asked.q, asked.area, asked.category))[start : start + PAGE + 1]
    )
    return {"cases": rows[:PAGE], "more": len(rows) > PAGE}
