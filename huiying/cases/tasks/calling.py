"""After an attempt, an answer, a decision about it: who learns what (K3, K4, K8, C26)."""

from datetime import datetime

from django.utils import translation

from huiying.audit.models import Event
from huiying.cases.choices import CallbackState, ClockKind, Grade, Solved, TryResult
from huiying.cases.models import Callback
from huiying.cases.presenters import due_words
from huiying.cases.tasks.telling import case_of, link, send, send_by, staff_of, told
from huiying.notifications.actions import CHINESE, tell
from huiying.notifications.choices import Channel, Code


def link_sent(event: Event, now: datetime) -> None:
    """Three calls were in vain: the person is asked by a message, but never at a wrong number."""
    callback = Callback.objects.select_related("request").get(pk=int(event.details["callback"]))
    if callback.state != CallbackState.LINK_SENT:
        return
    clock = callback.request.clocks.filter(kind=ClockKind.LINK, stopped_at=None).first()
    until = due_words(clock.due if clock else callback.token_until)
    values = {"link": link(f"/r/{callback.token}"), "until": until}
    request, address = callback.request, callback.request.contact_email
    if callback.tries.filter(result=TryResult.WRONG_NUMBER).exists():
        send_by([(Channel.EMAIL, address)], Code.RATE_LINK, request, now, **values)
    else:
        send(Code.RATE_LINK, request, now, **values)


def unit_told(event: Event, now: datetime) -> None:
    """The unit learns the grades, not who gave them and not the words (K3)."""
    case = case_of(event)
    if case.lead_unit is None:
        return
    with translation.override(CHINESE):
        values = {
            "number": case.case_no,
            "solved": str(Solved(event.details["solved"]).label),
            "grade": str(Grade(event.details["result"]).label),
        }
    people = staff_of(case.lead_unit, now)
    tell(Code.JUDGED, people, values=values, about=case.subject, now=now)


def explained(event: Event, now: datetime) -> None:
    """A bad answer was judged handled reasonably: the person reads why."""
    callback = Callback.objects.select_related("request").get(pk=int(event.details["callback"]))
    send(Code.EXPLAINED, callback.request, now, reason=callback.disposition)


def handed_over(event: Event, now: datetime) -> None:
    for request in told(case_of(event)):
        send(Code.HANDED_OVER, request, now)


REACTIONS = {
    "case.callback_link": (link_sent,),
    "case.callback_answer": (unit_told,),
    "case.rate": (unit_told,),
    "case.change_rating": (unit_told,),
    "case.dispose": (explained,),
    "case.hand_over": (handed_over,),
}
