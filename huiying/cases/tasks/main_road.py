"""Messages of the main road: refused, accepted, dispatched, answered, closed, taken up again."""

from datetime import datetime

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext

from huiying.audit.models import Event
from huiying.cases.choices import ClockKind, RefusalReason
from huiying.cases.presenters import due_words
from huiying.cases.tasks.telling import case_of, link, promised, request_of, send, staff_of, told
from huiying.lib.clock import local_date
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code


def request_refused(event: Event, now: datetime) -> None:
    request = request_of(event)
    with translation.override(request.language):
        reason = RefusalReason(request.refusal).label
    send(Code.NOT_ACCEPTED, request, now, reason=f"{reason} {request.answer}")


def details_asked(event: Event, now: datetime) -> None:
    request = request_of(event)
    clock = request.clocks.filter(kind=ClockKind.INFO, stopped_at__isnull=True).first()
    due = due_words(clock.due) if clock else ""
    send(Code.MORE_NEEDED, request, now, items=request.asked, due=due)


def request_ended(event: Event, now: datetime) -> None:
    """Answered at once: the tracking page says what, and what is open."""
    send(Code.CLOSED, request_of(event), now)


def request_withdrawn(event: Event, now: datetime) -> None:
    send(Code.WITHDRAWN, request_of(event), now)


def case_opened(event: Event, now: datetime) -> None:
    for request in case_of(event).requests.all():
        send(Code.ACCEPTED, request, now)


def case_dispatched(event: Event, now: datetime) -> None:
    """Requesters learn the unit and the date; the unit's people get it in their inbox."""
    case = case_of(event)
    if case.lead_unit is None:
        return
    moved = case.first_receiver_id != case.lead_unit_id
    code = Code.OTHER_UNIT if moved else Code.DISPATCHED
    for request in told(case):
        send(code, request, now, unit=case.lead_unit.name, due=promised(case))
    sign = case.clocks.filter(kind=ClockKind.SIGN, stopped_at__isnull=True).first()
    due = due_words(sign.due) if sign else promised(case)
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
    case = case_of(event)
    latest = case.callbacks.aggregate(latest=Max("round"))["latest"]
    for callback in case.callbacks.filter(round=latest).select_related("request"):
        send(
            Code.REPLY,
            callback.request,
            now,
            link=link(f"/r/{callback.token}"),
            until=f"{local_date(callback.token_until):%Y-%m-%d}",
        )


def case_closed(event: Event, now: datetime) -> None:
    for request in told(case_of(event)):
        send(Code.CLOSED, request, now)


def case_reopened(event: Event, now: datetime) -> None:
    """Work starts again: requesters learn the new date, the unit why."""
    case = case_of(event)
    for request in told(case):
        send(Code.REOPENED, request, now, due=promised(case))
    unit_told_again(event, now)


def unit_told_again(event: Event, now: datetime) -> None:
    """The unit learns why; of a reply that was not released the requester knows nothing yet."""
    case = case_of(event)
    if case.lead_unit is not None:
        entry = case.entries.order_by("-id").first()
        reason = entry.text if entry else ""
        with translation.override("zh-hans"):
            reason = reason or gettext("See the case.")
        values = {"number": case.case_no, "reason": reason, "due": promised(case)}
        people = staff_of(case.lead_unit, now)
        tell(Code.REWORK, people, values=values, about=case.subject, now=now)


REACTIONS = {
    "request.refuse": (request_refused,),
    "request.ask_info": (details_asked,),
    "request.answer": (request_ended,),
    "request.tell_result": (request_ended,),
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
}
"""Event kind → what follows from it; hung into the wiring."""
