"""From a voice to a request, and from a request to a case or another ending."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from huiying.audit import actions as audit
from huiying.audit.actions import Actor as Timer
from huiying.audit.queries import events_of
from huiying.cases import workflow
from huiying.cases.actions.clocks import resume, start_on_request, stop_on_request
from huiying.cases.actions.rows import insert
from huiying.cases.choices import Channel, ClockKind, Kind, RefusalReason, RequestState, Step
from huiying.cases.models import Case, Category, Request, RequestFile
from huiying.cases.permissions import By, Requester, may_submit_for, may_take_on_request
from huiying.cases.queries.prepared import TEXT_HOLES, Once
from huiying.cases.rules.intake import must_be_confidential
from huiying.files.actions import claim
from huiying.files.models import Attachment
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.receipts import Chance, new_number, new_pin
from huiying.notifications.actions import Address, send
from huiying.notifications.choices import Channel as Way
from huiying.notifications.choices import Code
from huiying.organisations.models import Area, Unit
from huiying.organisations.queries import county_of
from huiying.people.models import Person
from huiying.search import actions as search

SAYING_OVER = gettext_noop("The 15 days to say so are over. Please ask again.")
COMPLETION_OVER = gettext_noop("The 15 days to add it are over. Please send a new request.")


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


@transaction.atomic
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
    pin = new_pin(chance)
    if voice.is_pressure:
        voice = _to_county(voice)
    request = _request(voice, number=_free_number(now, chance), pin=pin, by=by, now=now)
    insert(request)
    kept = list(files)
    RequestFile.objects.bulk_create(RequestFile(request=request, attachment=one) for one in kept)
    if kept:
        claim(kept, now=now)
    start_on_request(request, ClockKind.ACCEPT, now=now)
    search.index("request", request.pk, f"{request.title} {request.text} {request.place}")
    record(Step.SUBMIT, request, by=by, now=now, first=True)
    if request.is_pressure:
        audit.record("request.pressure", f"request:{request.pk}", by=by, now=now)
    if request.contact_phone:
        _send_receipt(request, pin, now)
    return Receipt(request, pin)


def _to_county(voice: Voice) -> Voice:
    """Pressure is never looked at where it may come from: the county reads it first (P8)."""
    place = " · ".join(filter(None, [voice.area.name, voice.place]))
    title = voice.title or gettext("Put under pressure for having spoken up")
    return replace(voice, area=county_of(voice.area), place=place[:200], title=title)


def _send_receipt(request: Request, pin: str, now: datetime) -> None:
    send(
        Code.RECEIPT,
        to=Address(Way.SMS, request.contact_phone),
        values={
            "number": request.receipt_no,
            "pin": pin,
            "link": f"{settings.HUIYING_PUBLIC_URL}/track/",
        },
        about=f"request:{request.pk}",
        now=now,
        language=request.language,
    )


def _free_number(now: datetime, chance: Chance) -> str:
    number = new_number(local_date(now), chance)
    while _NUMBERED().rows(number):
        number = new_number(local_date(now), chance)
    return number


_NUMBERED = Once(lambda: Request.objects.filter(receipt_no=TEXT_HOLES[0]).values_list("pk"))


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
        is_pressure=voice.is_pressure,
        about=voice.about,
        submitted_at=now,
    )


def pin_hash(receipt_no: str, pin: str) -> str:
    """A keyed hash: without the platform's key a stolen table does not give the codes away."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"pin:{receipt_no}:{pin}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def ask_info(request: Request, *, by: Person, now: datetime, missing: str) -> Request:
    """Ask the requester for what is missing before accepting (R2); the accept clock waits."""
    request = _held(Step.ASK_INFO, request, by=by, now=now)
    request.asked, request.ask_rounds = missing, request.ask_rounds + 1
    request.clocks.filter(kind=ClockKind.ACCEPT, stopped_at__isnull=True).update(paused_at=now)
    start_on_request(request, ClockKind.INFO, now=now)
    return _moved(Step.ASK_INFO, request, by=by, now=now, fields=["asked", "ask_rounds"])


@transaction.atomic
def supply(request: Request, *, by: Requester, now: datetime, text: str) -> Request:
    """The requester gives what was missing (R3), also within the completion window (R5)."""
    request = _own(Step.SUPPLY, request, by=by)
    if request.state == RequestState.NOT_COMPLETED:
        _in_window(request, ClockKind.REOPEN, COMPLETION_OVER, now=now)
    paused = request.clocks.filter(kind=ClockKind.ACCEPT, stopped_at__isnull=True).first()
    stop_on_request(request, ClockKind.INFO, ClockKind.REOPEN, now=now)
    if paused is not None:
        resume(paused, now=now)
    else:
        start_on_request(request, ClockKind.ACCEPT, now=now)
    request.text = f"{request.text}\n\n{text}"
    search.index("request", request.pk, f"{request.title} {request.text} {request.place}")
    return _moved(Step.SUPPLY, request, by=by, now=now, fields=["text"])


@transaction.atomic
def lapse_info(request: Request, *, by: Timer, now: datetime) -> Request:
    """Nothing came in five working days (R4): closed, to be reopened within 15 days."""
    request = Request.objects.select_for_update().get(pk=request.pk)
    workflow.can_take("request", Step.LAPSE_INFO, request.state).require()
    stop_on_request(request, ClockKind.ACCEPT, ClockKind.INFO, now=now)
    start_on_request(request, ClockKind.REOPEN, now=now)
    return _moved(Step.LAPSE_INFO, request, by=by, now=now)


@transaction.atomic
def refuse(
    request: Request, *, by: Person, now: datetime, reason: RefusalReason, route: str
) -> Request:
    """Not accepted (R6): with the reason and the proper channel, open to objection for 15 days."""
    request = _held(Step.REFUSE, request, by=by, now=now)
    request.refusal, request.answer, request.decided_by_id = reason, route, by.pk
    stop_on_request(request, ClockKind.ACCEPT, now=now)
    start_on_request(request, ClockKind.OBJECTION, now=now)
    fields = ["refusal", "answer", "decided_by_id"]
    return _moved(Step.REFUSE, request, by=by, now=now, fields=fields)


@transaction.atomic
def answer(request: Request, *, by: Person, now: datetime, text: str) -> Request:
    """Answered at once at intake (R8); not for complaints and reports of wrongdoing."""
    request = _held(Step.ANSWER, request, by=by, now=now)
    request.answer, request.decided_by_id = text, by.pk
    stop_on_request(request, ClockKind.ACCEPT, now=now)
    start_on_request(request, ClockKind.OBJECTION, now=now)
    return _moved(Step.ANSWER, request, by=by, now=now, fields=["answer", "decided_by_id"])


@transaction.atomic
def not_answered(request: Request, *, by: Requester, now: datetime, text: str) -> Request:
    """The direct answer did not answer it (R9), once."""
    request = _own(Step.NOT_ANSWERED, request, by=by)
    _in_window(request, ClockKind.OBJECTION, SAYING_OVER, now=now)
    if said_not_answered(request):
        raise NotPossible(gettext_noop("You said so once already. Please send a new request."))
    stop_on_request(request, ClockKind.OBJECTION, now=now)
    start_on_request(request, ClockKind.ACCEPT, now=now)
    request.text = f"{request.text}\n\n{text}"
    search.index("request", request.pk, f"{request.title} {request.text} {request.place}")
    return _moved(Step.NOT_ANSWERED, request, by=by, now=now, fields=["text"])


def said_not_answered(request: Request) -> bool:
    """R9 is open once; other ways back to acceptance do not use it up."""
    said = events_of(f"request:{request.pk}").filter(kind=f"request.{Step.NOT_ANSWERED}")
    return said.exists()


def _in_window(request: Request, kind: ClockKind, over: str, *, now: datetime) -> None:
    """Raises NotPossible unless the requester's time for this step still runs."""
    if not request.clocks.filter(kind=kind, stopped_at__isnull=True, due__gt=now).exists():
        raise NotPossible(over)


def _held(step: Step, request: Request, *, by: Person, now: datetime) -> Request:
    locked = Request.objects.select_for_update().get(pk=request.pk)
    may_take_on_request(step, locked, by=by, now=now).require()
    return locked


def _own(step: Step, request: Request, *, by: Requester) -> Request:
    if by.request_id != request.pk:
        raise NotAllowed(gettext_noop("This request is somebody else's."))
    locked = with_case_locked(request)
    workflow.can_take("request", step, locked.state).require()
    return locked


def with_case_locked(request: Request) -> Request:
    """The request, locked after its case: the order of every step, so that no two wait for each other."""
    known = Request.objects.values_list("case_id", flat=True).get(pk=request.pk)
    if known:
        Case.objects.select_for_update().get(pk=known)
    locked = Request.objects.select_for_update().get(pk=request.pk)
    if locked.case_id != known:
        raise NotPossible(
            gettext_noop("Your request has just moved on. Look at it again, then decide.")
        )
    return locked


def _moved(
    step: Step, request: Request, *, by: By, now: datetime, fields: Iterable[str] = ()
) -> Request:
    row = workflow.row_for("request", step, request.state)
    if row is None or row.target is None:
        raise NotPossible(gettext_noop("This step is not open now."))
    request.state, request.state_since = RequestState(row.target), now
    request.save(update_fields=["state", "state_since", *fields])
    record(step, request, by=by, now=now)
    return request


def record(step: Step, request: Request, *, by: By, now: datetime, first: bool = False) -> None:
    """Write a step of a request into the audit record."""
    audit.record(
        f"request.{step}",
        f"request:{request.pk}",
        by=by,
        now=now,
        data={"state": request.state},
        first=first,
    )
