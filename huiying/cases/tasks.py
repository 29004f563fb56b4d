"""What the worker does for request handling: windows that end, messages out, counts, calendars."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.cases import actions, imports
from huiying.cases.choices import (
    CallbackState,
    CaseState,
    ClockKind,
    ObjectionState,
    RefusalReason,
    RequestState,
)
from huiying.cases.models import Callback, Case, Clock, Objection, Request
from huiying.cases.presenters import due_words
from huiying.lib.clock import local_date
from huiying.lib.clock import now as time_now
from huiying.lib.errors import NotPossible
from huiying.notifications.actions import Address, send, tell
from huiying.notifications.choices import Channel, Code
from huiying.organisations.models import Grant, Unit
from huiying.organisations.models.validity import as_of
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.rules import roles_with

BATCH = 200


def tick(now: datetime) -> int:
    """End every window and limit that is over; returns how many things moved."""
    return sum(1 for _ in _lapsed(now))


def _lapsed(now: datetime) -> Iterator[object]:
    for clock in _over(ClockKind.INFO, now)[:BATCH]:
        if clock.request is not None and clock.request.state == RequestState.NEEDS_INFO:
            yield actions.lapse_info(clock.request, by=TIMER, now=now)
    for clock in _over(ClockKind.LINK, now)[:BATCH]:
        for callback in Callback.objects.filter(
            request=clock.request_id, state=CallbackState.LINK_SENT
        ):
            yield actions.lapse_link(callback, by=TIMER, now=now)
    yield from _archived(now)


def _over(kind: ClockKind, now: datetime) -> QuerySet[Clock]:
    """A date that is only provisional ends nothing (3.11)."""
    running = Clock.objects.filter(kind=kind, stopped_at__isnull=True, due__lte=now)
    return running.filter(is_provisional=False).select_related("request").order_by("due")


OLDEST_WINDOW = timedelta(days=15)
WINDOWS = (ClockKind.OBJECTION, ClockKind.UNDO)


def _archived(now: datetime) -> Iterator[object]:
    ended = [CaseState.CLOSED, CaseState.WITHDRAWN, CaseState.TERMINATED]
    ripe = Case.objects.filter(state__in=ended, state_since__lte=now - OLDEST_WINDOW)
    pending = Objection.objects.filter(case=OuterRef("pk"), state=ObjectionState.FILED)
    still_open = Clock.objects.filter(
        request__case=OuterRef("pk"), kind__in=WINDOWS, stopped_at__isnull=True, due__gt=now
    )
    ripe = ripe.filter(~Exists(pending), ~Exists(still_open))
    for case in ripe.order_by("state_since")[:BATCH]:
        with suppress(NotPossible):
            yield actions.archive(case, by=TIMER, now=now)
    disputed = Objection.objects.filter(request=OuterRef("request"), state=ObjectionState.FILED)
    for kind in (*WINDOWS, ClockKind.REOPEN):
        over = _over(kind, now).filter(~Exists(disputed), request__case__isnull=True)
        for clock in over[:BATCH]:
            if clock.request is not None:
                with suppress(NotPossible):
                    yield actions.archive_request(clock.request, by=TIMER, now=now)


def fold_counts(now: datetime) -> int:
    return actions.fold_counts()


def run_import(pk: int) -> None:
    """Check an uploaded list of requests, or bring it in; put off by `actions.importing`."""
    imports.work_on(pk, time_now)


def forget_imports(now: datetime) -> int:
    """Once an hour: uploads and failed rows older than seven days."""
    return actions.importing.forget_imports(now)


def calendar_changed(event: Event, now: datetime) -> None:
    """A year was loaded or corrected: due dates that touch it are reckoned anew."""
    actions.recompute_dues(int(event.details["year"]), now=now)


def _link(path: str) -> str:
    return f"{settings.HUIYING_PUBLIC_URL}{path}"


def _due(case: Case) -> str:
    return due_words(case.promised_due) or "—"


def _request_of(event: Event) -> Request:
    return Request.objects.get(pk=int(event.subject.partition(":")[2]))


def _case_of(event: Event) -> Case:
    pk = int(event.subject.partition(":")[2])
    return Case.objects.select_related("lead_unit").get(pk=pk)


def _told(case: Case) -> QuerySet[Request]:
    """Whom the case still concerns; messages go out a moment later, so their states may have moved on."""
    return case.requests.exclude(state=RequestState.WITHDRAWN)


def _send(code: Code, request: Request, now: datetime, **values: object) -> None:
    if not request.contact_phone:
        return
    send(
        code,
        to=Address(Channel.SMS, request.contact_phone),
        values={"number": request.receipt_no, "link": _link("/track/"), **values},
        about=f"request:{request.pk}",
        now=now,
        language=request.language,
    )


def request_refused(event: Event, now: datetime) -> None:
    request = _request_of(event)
    with translation.override(request.language):
        reason = RefusalReason(request.refusal).label
    _send(Code.NOT_ACCEPTED, request, now, reason=f"{reason} {request.answer}")


def details_asked(event: Event, now: datetime) -> None:
    request = _request_of(event)
    clock = request.clocks.filter(kind=ClockKind.INFO, stopped_at__isnull=True).first()
    due = due_words(clock.due) if clock else ""
    _send(Code.MORE_NEEDED, request, now, items=request.asked, due=due)


def request_ended(event: Event, now: datetime) -> None:
    """Answered at once, or closed for want of details: the tracking page says what, and what is open."""
    _send(Code.CLOSED, _request_of(event), now)


def request_withdrawn(event: Event, now: datetime) -> None:
    _send(Code.WITHDRAWN, _request_of(event), now)


def case_opened(event: Event, now: datetime) -> None:
    for request in _case_of(event).requests.all():
        _send(Code.ACCEPTED, request, now)


def case_dispatched(event: Event, now: datetime) -> None:
    """Requesters learn the unit and the date; the unit's people get it in their inbox."""
    case = _case_of(event)
    if case.lead_unit is None:
        return
    moved = case.first_receiver_id != case.lead_unit_id
    code = Code.OTHER_UNIT if moved else Code.DISPATCHED
    for request in _told(case):
        _send(code, request, now, unit=case.lead_unit.name, due=_due(case))
    sign = case.clocks.filter(kind=ClockKind.SIGN, stopped_at__isnull=True).first()
    due = due_words(sign.due) if sign else _due(case)
    values = {"number": case.case_no, "unit": case.lead_unit.name, "due": due}
    tell(
        Code.NEW_CASE,
        staff_of(case.lead_unit, now),
        values=values,
        about=case.subject,
        now=now,
    )


def reply_released(event: Event, now: datetime) -> None:
    """The requester gets the answer and a link that opens the rating without signing in."""
    case = _case_of(event)
    latest = case.callbacks.aggregate(latest=Max("round"))["latest"]
    for callback in case.callbacks.filter(round=latest).select_related("request"):
        _send(
            Code.REPLY,
            callback.request,
            now,
            link=_link(f"/r/{callback.token}"),
            until=f"{local_date(callback.token_until):%Y-%m-%d}",
        )


def case_closed(event: Event, now: datetime) -> None:
    for request in _told(_case_of(event)):
        _send(Code.CLOSED, request, now)


def case_reopened(event: Event, now: datetime) -> None:
    """Work starts again: requesters learn the new date, the unit why."""
    case = _case_of(event)
    for request in _told(case):
        _send(Code.REOPENED, request, now, due=_due(case))
    unit_told_again(event, now)


def unit_told_again(event: Event, now: datetime) -> None:
    """The unit learns why; of a reply that was not released the requester knows nothing yet."""
    case = _case_of(event)
    if case.lead_unit is not None:
        entry = case.entries.order_by("-id").first()
        reason = entry.text if entry else ""
        with translation.override("zh-hans"):
            reason = reason or gettext("See the case.")
        values = {"number": case.case_no, "reason": reason, "due": _due(case)}
        people = staff_of(case.lead_unit, now)
        tell(Code.REWORK, people, values=values, about=case.subject, now=now)


def staff_of(unit: Unit, now: datetime) -> Iterable[Person]:
    """The people of a unit who sign for its cases."""
    held = Grant.objects.filter(
        as_of(local_date(now)), unit=unit, role__in=roles_with(Permission.SIGN)
    )
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id"))


REACTIONS = {
    "request.refuse": (request_refused,),
    "request.ask_info": (details_asked,),
    "request.answer": (request_ended,),
    "request.lapse_info": (request_ended,),
    "request.withdraw": (request_withdrawn,),
    "case.open": (case_opened,),
    "case.dispatch": (case_dispatched,),
    "case.release": (reply_released,),
    "case.close_uncalled": (case_closed,),
    "case.conclude": (case_closed,),
    "case.rework": (case_reopened,),
    "case.find_not_done": (unit_told_again,),
    "case.send_back": (unit_told_again,),
    "case.spot_check": (case_reopened,),
    "case.uphold": (case_reopened,),
    "calendar.loaded": (calendar_changed,),
}
"""Event kind → what follows from it; hung into the wiring."""
