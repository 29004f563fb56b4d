"""From a voice to a request."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from huiying.audit import actions as audit
from huiying.cases.actions.asking import keep_answers, require_answers
from huiying.cases.actions.dangers import raise_danger
from huiying.cases.actions.moving import record
from huiying.cases.actions.one_clock import start_on_request
from huiying.cases.actions.rows import inserted
from huiying.cases.choices import Channel, ClockKind, Kind, RequestState, Step
from huiying.cases.choices.asking import ToldBy, ToldWhat
from huiying.cases.models import Category, Request, RequestFile
from huiying.cases.permissions import By, may_submit_for
from huiying.cases.queries.groups import group_said
from huiying.cases.queries.ways import ways_of
from huiying.cases.rules.intake import must_be_confidential
from huiying.files.actions import claim
from huiying.files.models import Attachment
from huiying.lib.clock import local_date
from huiying.lib.receipts import Chance, new_number, new_pin
from huiying.notifications.actions import Address, send
from huiying.notifications.choices import Code
from huiying.organisations.models import Area, Unit
from huiying.organisations.queries import county_of
from huiying.people.models import Person
from huiying.search import actions as search


@dataclass(frozen=True)
class Voice:
    """What somebody says, as it came in. Contact is voluntary; without it the request is anonymous."""

    title: str
    text: str
    kind: Kind
    area: Area
    channel: Channel = Channel.WEB
    place: str = ""
    category: Category | None = None
    contact_name: str = ""
    contact_phone: str = ""
    contact_address: str = ""
    wants_secrecy: bool = False
    wants_callback: bool = True
    may_publish: bool = False
    is_urgent: bool = False
    accused_unit: Unit | None = None
    about_staff: bool = False
    is_pressure: bool = False
    """Put under pressure for having spoken up (P8)."""
    about: Request | None = None
    earlier: Request | None = None
    """The person's own earlier request about it, proved by number and code."""
    answers: tuple[tuple[int, str], ...] = ()
    """(extra question, answer); see `actions.asking`."""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    contact_email: str = ""
    told_by: ToldBy = ToldBy.SMS
    told_what: ToldWhat = ToldWhat.ALL
    notice_version: str = ""
    language: str = "zh-hans"


@dataclass(frozen=True)
class Receipt:
    """What the requester keeps: number and code. The code is not stored and never shown again."""

    request: Request
    pin: str


TITLE_LENGTH = 30


def title_from(text: str) -> str:
    """A title for a text that came without one: its first sentence, cut short."""
    first = re.split(r"[。！？!?\n]", text.strip(), maxsplit=1)[0].strip()
    return first if len(first) <= TITLE_LENGTH else f"{first[: TITLE_LENGTH - 1]}…"


def submit(
    voice: Voice,
    *,
    by: By,
    now: datetime,
    files: Iterable[Attachment] = (),
    chance: Chance = secrets,
) -> Receipt:
    """Take a request in (R1). Anybody may submit for themselves; staff need SUBMIT in the area."""
    if isinstance(by, Person):
        may_submit_for(voice.area.code, by=by, now=now).require()
    if voice.answers:
        require_answers(voice.category.code if voice.category else "", voice.answers)
    if voice.is_pressure:
        voice = _to_county(voice)
    with transaction.atomic(savepoint=False):  # refused above or, by the files, with all around it
        return _taken_in(voice, by=by, now=now, files=files, chance=chance)


def _taken_in(
    voice: Voice, *, by: By, now: datetime, files: Iterable[Attachment], chance: Chance
) -> Receipt:
    pin = new_pin(chance)
    request = _numbered(voice, pin=pin, by=by, now=now, chance=chance)
    if voice.answers:
        keep_answers(request, voice.answers)
    kept = list(files)
    RequestFile.objects.bulk_create(RequestFile(request=request, attachment=one) for one in kept)
    if kept:
        claim(kept, now=now)
    batch = audit.Batch()
    start_on_request(request, ClockKind.ACCEPT, now=now, into=batch)
    record(Step.SUBMIT, request, by=by, now=now, first=True, into=batch)
    batch.run()
    search.index("request", request.pk, f"{request.title} {request.text} {request.place}")
    raise_danger(request, now=now)
    if request.is_pressure:
        audit.record("request.pressure", f"request:{request.pk}", by=by, now=now)
    _send_receipt(request, pin, now)
    return Receipt(request, pin)


def _to_county(voice: Voice) -> Voice:
    """Pressure is never looked at where it may come from: the county reads it first (P8)."""
    place = " · ".join(filter(None, [voice.area.name, voice.place]))
    title = voice.title or gettext("Put under pressure for having spoken up")
    return replace(voice, area=county_of(voice.area), place=place[:200], title=title)


def _send_receipt(request: Request, pin: str, now: datetime) -> None:
    for way, value in ways_of(request):
        send(
            Code.RECEIPT,
            to=Address(way, value),
            values={
                "number": request.receipt_no,
                "pin": pin,
                "link": f"{settings.HUIYING_PUBLIC_URL}/track/",
            },
            about=f"request:{request.pk}",
            now=now,
            language=request.language,
        )


def _numbered(voice: Voice, *, pin: str, by: By, now: datetime, chance: Chance) -> Request:
    """The request under a number of its own. Numbers are drawn, so one may be drawn twice."""
    while True:
        number = new_number(local_date(now), chance)
        request = _request(voice, number=number, pin=pin, by=by, now=now)
        if inserted(request, unless="receipt_no"):
            return request


def _request(voice: Voice, *, number: str, pin: str, by: By, now: datetime) -> Request:
    return Request(
        receipt_no=number,
        pin_hash=pin_hash(number, pin),
        state=RequestState.SUBMITTED,
        state_since=now,
        kind=voice.kind,
        channel=voice.channel,
        title=voice.title,
        text=voice.text,
        area=voice.area,
        area_code=voice.area.code,
        place=voice.place,
        group_no=group_said(voice.area, voice.place, f"{voice.title}\n{voice.text}"),
        category=voice.category,
        contact_name=voice.contact_name,
        contact_phone=voice.contact_phone,
        contact_address=voice.contact_address,
        is_confidential=must_be_confidential(
            voice.kind,
            asked=voice.wants_secrecy or voice.is_pressure,
            about_staff=voice.about_staff or voice.accused_unit is not None,
        ),
        wants_callback=voice.wants_callback,
        may_publish=voice.may_publish,
        is_urgent=voice.is_urgent,
        notice_version=voice.notice_version,
        language=voice.language,
        recorder_id=by.pk if isinstance(by, Person) else None,
        accused_unit=voice.accused_unit,
        earlier=voice.earlier,
        is_pressure=voice.is_pressure,
        about=voice.about,
        latitude=voice.latitude,
        longitude=voice.longitude,
        contact_email=voice.contact_email,
        told_by=voice.told_by,
        told_what=voice.told_what,
        submitted_at=now,
    )


def pin_hash(receipt_no: str, pin: str) -> str:
    """A keyed hash: without the platform's key a stolen table does not give the codes away."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"pin:{receipt_no}:{pin}".encode(), hashlib.sha256).hexdigest()
