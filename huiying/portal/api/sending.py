"""Sending a request by the public's API, and what a kind of matter asks."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header, Router, Schema, Status
from pydantic import Field, StringConstraints

from huiying.cases.actions import Voice
from huiying.cases.choices import Kind
from huiying.cases.choices.asking import ToldBy, ToldWhat
from huiying.cases.models import Category, Request
from huiying.cases.queries.asking import questions_for
from huiying.lib import clock
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.phones import normalise
from huiying.people.queries import client_address
from huiying.portal import actions
from huiying.portal.api.shared import (
    NO_PLACE,
    ReceiptOut,
    Text,
    require_long,
    too_many,
)
from huiying.portal.presenters import Face, standing_of
from huiying.portal.queries import (
    area_coded,
    current_version,
    unit_coded,
)
from huiying.portal.rules import MOST_TEXT, MOST_TITLE, title_of

router = Router()
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


@router.post("/public/requests", auth=None, response={201: ReceiptOut}, summary="Send a request")
def send(
    request: HttpRequest,
    said: RequestIn,
    idempotency_key: Annotated[str, Header(max_length=80)] = "",
) -> Any:
    """Send the same `Idempotency-Key` again and you get the first receipt again."""
    now = clock.now()
    require_long(idempotency_key)
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
