"""What lives beside a case ends with the states it belongs to, in the same step (invariant I17)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from huiying.cases.actions.clocks import Clocks
from huiying.cases.choices import (
    OPEN_RETURNS,
    AssignmentState,
    CallState,
    CaseState,
    ClockKind,
    EscalationOutcome,
    EscalationState,
    GuestCause,
    OpinionState,
    Part,
    ReturnState,
    StopState,
)
from huiying.cases.models import (
    OPEN_CALLS,
    Assignment,
    Case,
    Consultation,
    Escalation,
    Guest,
    Opinion,
    ReturnRequest,
    Termination,
    WhistleCall,
)
from huiying.cases.permissions.doors.endings import STOPPABLE
from huiying.cases.workflow.cases import BEFORE_REPLY, WORKING

Ending = Callable[[Case, Clocks, datetime], None]


@dataclass(frozen=True)
class Bound:
    """Something that may be open only while the case is in one of these states."""

    states: frozenset[CaseState]
    end: Ending


def leave(case: Case, clocks: Clocks, *, was: str, now: datetime) -> None:
    """End what the state that was left took with it."""
    if was == case.state:
        return
    for bound in BOUND:
        if was in bound.states and case.state not in bound.states:
            bound.end(case, clocks, now)


def drop_returns(case: Case, clocks: Clocks, now: datetime) -> None:
    open_ones = ReturnRequest.objects.filter(
        assignment__case=case,
        assignment__part=Part.LEAD,
        state__in=OPEN_RETURNS,
    )
    open_ones.update(state=ReturnState.DROPPED, decided_at=now)
    clocks.stop(ClockKind.RETURN)


def conclude_calls(case: Case, clocks: Clocks, now: datetime) -> None:
    open_ones = WhistleCall.objects.filter(case=case, state__in=OPEN_CALLS)
    open_ones.update(state=CallState.CONCLUDED, concluded_at=now)
    Guest.objects.filter(case=case, cause=GuestCause.CALLED).delete()
    clocks.stop(ClockKind.WHISTLE)


def conclude_escalation(case: Case, clocks: Clocks, now: datetime) -> None:
    open_ones = Escalation.objects.filter(case=case, state=EscalationState.OPEN)
    open_ones.update(
        state=EscalationState.CONCLUDED, outcome=EscalationOutcome.ENDED, concluded_at=now
    )
    clocks.stop(ClockKind.LEVEL)


def conclude_consultation(case: Case, clocks: Clocks, now: datetime) -> None:
    Consultation.objects.filter(case=case, concluded_at__isnull=True).update(concluded_at=now)
    Guest.objects.filter(case=case, cause=GuestCause.INVITED).delete()


def lapse_opinions(case: Case, clocks: Clocks, now: datetime) -> None:
    open_ones = Opinion.objects.filter(case=case, state=OpinionState.ASKED)
    open_ones.update(state=OpinionState.LAPSED, ended_at=now)


def refuse_stops(case: Case, clocks: Clocks, now: datetime) -> None:
    """What asked to end the handling is settled when others handle it, or nobody does."""
    open_ones = Termination.objects.filter(assignment__case=case, state=StopState.ASKED)
    open_ones.update(state=StopState.REFUSED, decided_at=now)
    clocks.stop(ClockKind.STOP)


WITH_CO_UNITS = frozenset(CaseState) - {
    CaseState.MERGED,
    CaseState.WITHDRAWN,
    CaseState.TERMINATED,
    CaseState.SUSPENDED_LEGAL,
    CaseState.ARCHIVED,
}
"""A late co-unit stays open while the case is called back about and closed (workflow 2.8)."""


def recall_co_units(case: Case, clocks: Clocks, now: datetime) -> None:
    """Co-units whose work is not accepted yet leave with the case (A14)."""
    for part in Assignment.objects.filter(case=case, part=Part.CO, is_current=True):
        if part.state != AssignmentState.ACCEPTED:
            clocks.recall(part)
            part.state, part.is_current = AssignmentState.RECALLED, False
            part.save(update_fields=["state", "is_current"])
    open_returns = ReturnRequest.objects.filter(assignment__case=case, state__in=OPEN_RETURNS)
    open_returns.update(state=ReturnState.DROPPED, decided_at=now)


BOUND = (
    Bound(frozenset({CaseState.RETURN_PENDING}), drop_returns),
    Bound(frozenset({CaseState.ESCALATED}), conclude_calls),
    Bound(frozenset(BEFORE_REPLY), conclude_escalation),
    Bound(frozenset({CaseState.CONSULTING}), conclude_consultation),
    Bound(frozenset({*WORKING, CaseState.RETURN_PENDING}), lapse_opinions),
    Bound(frozenset(STOPPABLE), refuse_stops),
    Bound(WITH_CO_UNITS, recall_co_units),
)
