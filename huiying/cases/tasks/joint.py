"""Joint work: who is told, calls and levels whose time is over, cases that go up by themselves."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from django.db.models import Q

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.choices import (
    AssignmentState,
    CallState,
    ClockKind,
    EscalationCause,
    EscalationState,
    OpinionState,
    Part,
    ReturnState,
    Step,
)
from huiying.cases.models import Assignment, Case, Escalation, Opinion, ReturnRequest, WhistleCall
from huiying.cases.permissions.doors.calling import MAX_ROUNDS
from huiying.cases.presenters import due_words
from huiying.cases.queries import current_lead
from huiying.cases.queries.deciders import people_over
from huiying.cases.tasks.main_road import case_dispatched
from huiying.cases.tasks.telling import case_of, link, staff_of
from huiying.cases.tasks.windows import BATCH, over
from huiying.lib.errors import NotPossible
from huiying.notifications.actions import Address, send, tell
from huiying.notifications.choices import Channel, Code
from huiying.organisations.models import Unit
from huiying.people.choices import Permission
from huiying.people.models import Person

TOO_MANY_UNITS = 3
"""Units that returned a case before it goes up by itself (E1)."""


def _name(case: Case) -> str:
    return case.lead_unit.name if case.lead_unit else ""


def _entry(case: Case) -> str:
    last = case.entries.order_by("-id").first()
    return last.text if last else ""


def _decide(case: Case, people: Iterable[Person], what: Step, due: str, now: datetime) -> None:
    values = {"number": case.case_no, "unit": _name(case), "what": what.label, "due": due}
    tell(Code.TO_DECIDE, people, values=values, about=case.subject, now=now)


def co_units_told(event: Event, now: datetime) -> None:
    """The co-units that were given a part in this step."""
    case = case_of(event)
    parts = Assignment.objects.filter(
        case=case, part=Part.CO, is_current=True, assigned_at=event.at
    )
    for part in parts.select_related("unit"):
        sign = part.clocks.filter(kind=ClockKind.SIGN, stopped_at__isnull=True).first()
        due = due_words(sign.due if sign else part.due)
        values = {"number": case.case_no, "unit": part.unit.name, "due": due}
        tell(Code.NEW_CASE, staff_of(part.unit, now), values=values, about=case.subject, now=now)


def units_that_left(event: Event, now: datetime) -> None:
    """Whoever no longer has a part learns why: a recalled co-unit, a lead that was replaced."""
    case = case_of(event)
    ids = [*event.details.get("units", []), event.details.get("from")]
    gone = Assignment.objects.filter(
        case=case, unit__in=[pk for pk in ids if pk], state=AssignmentState.RECALLED
    )
    for unit in Unit.objects.filter(pk__in=gone.values("unit_id")):
        values = {"number": case.case_no, "unit": unit.name, "reason": _entry(case)}
        tell(Code.GIVEN_UP, staff_of(unit, now), values=values, about=case.subject, now=now)


def lead_told(event: Event, now: datetime) -> None:
    """Something beside the lead moved: its people learn what."""
    case = case_of(event)
    if case.lead_unit is None:
        return
    step = Step(event.kind.removeprefix("case."))
    values = {"number": case.case_no, "decision": step.label, "reason": _entry(case)}
    tell(Code.DECIDED, staff_of(case.lead_unit, now), values=values, about=case.subject, now=now)


def panel_told(event: Event, now: datetime) -> None:
    """The members of the panel, of what has come before them in this step."""
    case = case_of(event)
    came = Q(asked_at=event.at) | Q(disputed_at=event.at)
    waits = ReturnRequest.objects.filter(
        came, assignment__case=case, state=ReturnState.AT_PANEL
    ).select_related("assignment")
    if returned := waits.order_by("-id").first():
        part = returned.assignment if returned.assignment.part == Part.CO else None
        running = case.clocks.filter(kind=ClockKind.RETURN, stopped_at__isnull=True)
        clock = running.filter(assignment=part).first()
        panel = people_over(case.area_code, Permission.ARBITRATE, now=now)
        due = due_words(clock.due if clock else case.next_due)
        _decide(case, panel, Step.GIVE_PANEL_VIEW, due, now)


def return_decided(event: Event, now: datetime) -> None:
    """The unit that wanted to leave the case learns what was decided (T2, T3, T5)."""
    case = case_of(event)
    decided = ReturnRequest.objects.filter(assignment__case=case, decided_at=event.at)
    step = Step(event.kind.removeprefix("case."))
    for each in decided.exclude(decision="").select_related("assignment__unit"):
        values = {"number": case.case_no, "decision": step.label, "reason": each.decision}
        unit = each.assignment.unit
        tell(Code.DECIDED, staff_of(unit, now), values=values, about=case.subject, now=now)


def departments_called(event: Event, now: datetime) -> None:
    case = case_of(event)
    called = WhistleCall.objects.filter(case=case, called_at=event.at).select_related("unit")
    for call in called:
        values = {
            "number": case.case_no,
            "unit": _name(case),
            "reason": call.reason,
            "due": due_words(call.due),
        }
        tell(Code.CALLED, staff_of(call.unit, now), values=values, about=case.subject, now=now)
    _supervisors_told(event, now)


def _supervisors_told(event: Event, now: datetime) -> None:
    case = case_of(event)
    people = people_over(case.area_code, Permission.SUPERVISE, now=now)
    step = Step(event.kind.removeprefix("case."))
    values = {"number": case.case_no, "decision": step.label, "reason": _entry(case)}
    tell(Code.DECIDED, people, values=values, about=case.subject, now=now)


def level_told(event: Event, now: datetime) -> None:
    case = case_of(event)
    found = Escalation.objects.filter(case=case, state=EscalationState.OPEN)
    escalation = found.select_related("area").first()
    if escalation is None:
        return
    people = people_over(escalation.area.code, Permission.SUPERVISE, now=now)
    _decide(case, people, Step.CONCLUDE_ESCALATION, due_words(escalation.due), now)


def units_invited(event: Event, now: datetime) -> None:
    case = case_of(event)
    for unit in Unit.objects.filter(pk__in=event.details.get("units", [])):
        _decide(case, staff_of(unit, now), Step.GIVE_VIEW, due_words(case.next_due), now)


def body_asked(event: Event, now: datetime) -> None:
    """The link goes to the body's mobile number, where one was given."""
    opinion = Opinion.objects.select_related("assignment__unit").get(pk=event.details["opinion"])
    if opinion.phone and opinion.state == OpinionState.ASKED:
        send(
            Code.OPINION,
            to=Address(Channel.SMS, opinion.phone),
            values={
                "unit": opinion.assignment.unit.name,
                "due": due_words(opinion.due),
                "link": link(f"/o/{opinion.token}"),
            },
            about=f"case:{opinion.case_id}",
            now=now,
        )


def goes_up_after_reworks(event: Event, now: datetime) -> None:
    """Done again three times: the case goes up by itself (E1)."""
    case = case_of(event)
    lead = current_lead(case)
    if lead is not None and lead.round > MAX_ROUNDS:
        _up(case, EscalationCause.REWORKS, now)


def goes_up_after_returns(event: Event, now: datetime) -> None:
    """Three units have returned it and nobody leads: the case goes up by itself (E1)."""
    case = case_of(event)
    gone = case.assignments.filter(part=Part.LEAD, state=AssignmentState.RETURNED)
    if case.lead_unit_id is None and gone.values("unit").distinct().count() >= TOO_MANY_UNITS:
        _up(case, EscalationCause.UNITS, now)


def _up(case: Case, cause: EscalationCause, now: datetime) -> None:
    if Escalation.objects.filter(case=case, cause=cause).exists():
        return
    with suppress(NotPossible):
        actions.escalate_by_rule(case, cause=cause, by=TIMER, now=now)


def missed(now: datetime) -> Iterator[object]:
    """Departments that did not come in time (W3)."""
    for clock in over(ClockKind.WHISTLE, now)[:BATCH]:
        call = WhistleCall.objects.filter(
            case=clock.case_id, unit=clock.unit_id, state=CallState.CALLED
        ).first()
        if call is not None:
            with suppress(NotPossible):
                yield actions.miss(call, by=TIMER, now=now)


def passed_up(now: datetime) -> Iterator[object]:
    """Levels that did not decide in time, where there is one above (E1)."""
    late = over(ClockKind.LEVEL, now).values("case_id")
    waiting = Escalation.objects.filter(
        state=EscalationState.OPEN, case__in=late, area__parent__isnull=False
    )
    for escalation in waiting.select_related("area", "case").order_by("id")[:BATCH]:
        with suppress(NotPossible):
            yield actions.pass_up(escalation, by=TIMER, now=now)


def opinions_lapsed(now: datetime) -> Iterator[object]:
    """Links that nobody answered in ten working days (V3)."""
    over_due = Opinion.objects.filter(state=OpinionState.ASKED, due__lte=now)
    for opinion in over_due.select_related("case").order_by("due", "pk")[:BATCH]:
        with suppress(NotPossible):
            yield actions.lapse_opinion(opinion, by=TIMER, now=now)


REACTIONS = {
    "case.dispatch": (co_units_told,),
    "case.add_co_unit": (co_units_told,),
    "case.recall": (units_that_left,),
    "case.report": (lead_told,),
    "case.replace_lead": (case_dispatched, co_units_told, units_that_left),
    "case.take_over": (case_dispatched, co_units_told, units_that_left),
    "case.ask_return": (panel_told,),
    "case.dispute_return": (panel_told,),
    "case.designate": (case_dispatched, return_decided),
    "case.agree_return": (goes_up_after_returns, return_decided),
    "case.refuse_return": (return_decided,),
    "case.co_ask_return": (panel_told,),
    "case.co_dispute_return": (panel_told,),
    "case.co_agree_return": (return_decided,),
    "case.co_refuse_return": (return_decided,),
    "case.co_designate": (co_units_told, return_decided),
    "case.whistle": (departments_called,),
    "case.arrive": (lead_told,),
    "case.miss": (lead_told, _supervisors_told),
    "case.conclude_whistle": (_supervisors_told,),
    "case.escalate": (level_told,),
    "case.conclude_escalation": (lead_told,),
    "case.consult": (units_invited,),
    "case.ask_opinion": (body_asked,),
    "case.give_opinion": (lead_told,),
    "case.rework": (goes_up_after_reworks,),
    "case.find_not_done": (goes_up_after_reworks,),
    "case.spot_check": (goes_up_after_reworks,),
    "case.uphold": (goes_up_after_reworks,),
}
TICKS = (missed, passed_up, opinions_lapsed)
