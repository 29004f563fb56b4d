"""Who is told of terminations, legal routes, objections and what is taken up again."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation

from huiying.audit.models import Event
from huiying.cases.choices import ClockKind, LegalKind, LegalState, ObjectionState, Step, StopState
from huiying.cases.models import Case, LegalRoute, Objection, Request, Termination
from huiying.cases.presenters import due_words
from huiying.cases.queries.deciders import people_over
from huiying.cases.tasks.main_road import case_closed, case_reopened, unit_told_again
from huiying.cases.tasks.plans import plan_decided
from huiying.cases.tasks.telling import case_of, promised, request_of, send, staff_of, told
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.people.choices import Permission


def stop_asked(event: Event, now: datetime) -> None:
    case = case_of(event)
    values = {
        "number": case.case_no,
        "unit": case.lead_unit.name if case.lead_unit else "",
        "what": Step.ASK_STOP.label,
        "due": due_words(case.next_due) or promised(case),
    }
    people = people_over(case.area_code, Permission.APPROVE_STOP, now=now)
    tell(Code.TO_DECIDE, people, values=values, about=case.subject, now=now)


def terminated(event: Event, now: datetime) -> None:
    """The requester gets the note and where else to turn (R20)."""
    case = case_of(event)
    granted = Termination.objects.filter(assignment__case=case, state=StopState.GRANTED)
    stop = granted.order_by("-id").first()
    if stop is None:
        return
    for request in told(case):
        send(Code.ENDED, request, now, reason=stop.note, remedy=stop.remedy)
    plan_decided(event, now)


def on_route(event: Event, now: datetime) -> None:
    """The requester reads the route; the unit that had the case learns that it has left."""
    case = case_of(event)
    route = tell_route(case, told(case), now)
    if route is not None:
        _given_up(case, route.text, now)


def tell_route(case: Case, requests: Iterable[Request], now: datetime) -> LegalRoute | None:
    """Send the route the case is on, if it is on one, to these requesters."""
    route = case.legal_routes.filter(state=LegalState.OPEN).order_by("-id").first()
    if route is None:
        return None
    for request in requests:
        with translation.override(request.language):
            kind = str(LegalKind(route.kind).label)
        send(Code.LEGAL_ROUTE, request, now, route=kind, body=route.body, reason=route.text)
    return route


def _given_up(case: Case, reason: str, now: datetime) -> None:
    last = case.assignments.select_related("unit").order_by("-id").first()
    if last is None:
        return
    values = {"number": case.case_no, "unit": last.unit.name, "reason": reason}
    tell(Code.GIVEN_UP, staff_of(last.unit, now), values=values, about=case.subject, now=now)


def taken_up(event: Event, now: datetime) -> None:
    """Open again, but no unit has it yet: requesters and dispatchers."""
    case = case_of(event)
    for request in told(case):
        send(Code.TAKEN_UP, request, now)
    values = {"number": case.case_no, "due": due_words(case.next_due) or "—"}
    people = people_over(case.area_code, Permission.DISPATCH, now=now)
    tell(Code.TO_DISPATCH, people, values=values, about=case.subject, now=now)


def kept_up(event: Event, now: datetime) -> None:
    """A withdrawn case goes on: supervisors; the requester too, unless that could give them away."""
    case = case_of(event)
    entry = case.entries.filter(step=Step.TAKE_UP_AGAIN).order_by("-id").first()
    values = {
        "number": case.case_no,
        "decision": Step.TAKE_UP_AGAIN.label,
        "reason": entry.text if entry else "",
    }
    people = people_over(case.area_code, Permission.SUPERVISE, now=now)
    tell(Code.DECIDED, people, values=values, about=case.subject, now=now)
    if not case.is_confidential:
        for request in case.requests.all():
            send(Code.TAKEN_UP, request, now)


def out_of_the_archive(event: Event, now: datetime) -> None:
    """The auditor learns of every archive that is opened."""
    case = case_of(event)
    entry = case.entries.order_by("-id").first()
    values = {
        "number": case.case_no,
        "decision": Step.REOPEN_ARCHIVED.label,
        "reason": entry.text if entry else "",
    }
    people = people_over(case.area_code, Permission.READ_AUDIT, now=now)
    tell(Code.DECIDED, people, values=values, about=case.subject, now=now)


def dismissed(event: Event, now: datetime) -> None:
    """The decision and its reason reach the person who objected (O3)."""
    objection = Objection.objects.select_related("request").get(pk=int(event.details["objection"]))
    send(Code.DISMISSED, objection.request, now, reason=objection.decision)


def refusal_decided(event: Event, now: datetime) -> None:
    """What came of an objection to a refusal (R7, O3)."""
    request = request_of(event)
    decided = request.objections.exclude(state=ObjectionState.FILED).order_by("-decided_at")
    if (objection := decided.first()) is not None:
        upheld = objection.state == ObjectionState.UPHELD
        code = Code.LOOKED_AT_AGAIN if upheld else Code.DISMISSED
        send(code, request, now, reason=objection.decision)


def still_missing(event: Event, now: datetime) -> None:
    request = request_of(event)
    clock = request.clocks.filter(kind=ClockKind.INFO, stopped_at__isnull=True).first()
    if clock is not None:
        send(Code.STILL_MISSING, request, now, items=request.asked, due=due_words(clock.due))


def lapsed(event: Event, now: datetime) -> None:
    """Closed without the details; they can still be given for fifteen days (R4, R5)."""
    request = request_of(event)
    clock = request.clocks.filter(kind=ClockKind.REOPEN, stopped_at__isnull=True).first()
    if clock is not None:
        send(Code.LAPSED, request, now, items=request.asked, due=due_words(clock.due))


def withdrawn(event: Event, now: datetime) -> None:
    """The unit learns that the case has ended with its last request (R13)."""
    _given_up(case_of(event), str(Step.WITHDRAW_CASE.label), now)


REACTIONS = {
    "request.remind_info": (still_missing,),
    "request.lapse_info": (lapsed,),
    "case.withdraw_case": (withdrawn,),
    "case.ask_stop": (stop_asked,),
    "case.refuse_stop": (plan_decided,),
    "case.terminate": (terminated,),
    "case.to_legal": (on_route,),
    "case.legal_done": (case_closed,),
    "case.legal_declined": (taken_up,),
    "case.uphold_terminated": (taken_up,),
    "case.reopen_elsewhere": (taken_up,),
    "case.reopen_archived": (case_reopened, out_of_the_archive),
    "case.reopen_archived_new": (taken_up, out_of_the_archive),
    "case.child_rework": (unit_told_again,),
    "case.take_up_again": (kept_up,),
    "case.dismiss": (dismissed,),
    "request.uphold_refused": (refusal_decided,),
    "request.dismiss_refused": (refusal_decided,),
}
