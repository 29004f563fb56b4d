"""A case goes to the level above, which has a clock of its own (E1, E2, C11–C13)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from huiying.audit.actions import Actor as Timer
from huiying.cases.actions.held import Held
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import (
    AssignmentState,
    CaseState,
    ClockKind,
    EscalationCause,
    EscalationOutcome,
    EscalationState,
    Step,
)
from huiying.cases.models import OPEN_CALLS, Case, Escalation, WhistleCall
from huiying.cases.permissions import By
from huiying.cases.permissions.doors.calling_in import (
    CAN_ESCALATE,
    NO_LEVEL,
    level_above,
    level_for,
    open_escalation,
)
from huiying.lib.errors import NotPossible
from huiying.organisations.models import Area
from huiying.people.models import Person


def escalate(
    case: Case, *, by: Person, now: datetime, reason: str, version: int | None = None
) -> Case:
    """Ask the level above (E1); the unit's own clock runs on."""
    with step_on(
        Step.ESCALATE, case, by=by, now=now, text=reason, moves=Step.CALL_UNITS, version=version
    ) as held:
        area = level_for(held.case, held.lead, now)
        if area is None:
            raise NotPossible(NO_LEVEL)
        _open(held, area, EscalationCause.ASKED, reason)
    return case


def escalate_by_rule(case: Case, *, cause: EscalationCause, by: Timer, now: datetime) -> bool:
    """Done again three times, or returned by three units: the case goes up by itself (E1)."""
    with step_on(Step.ESCALATE, case, by=by, now=now, moves=Step.CALL_UNITS) as held:
        area = level_for(held.case, held.lead, now)
        is_up = open_escalation(held.case) is not None
        if area is None or is_up or held.case.state not in CAN_ESCALATE:
            raise NotPossible(NO_LEVEL)
        _open(held, area, cause)
    return True


def pass_up(escalation: Escalation, *, by: Timer, now: datetime) -> bool:
    """A level did not decide in time: the next one above has the case now, with its own clock (E1)."""
    area = level_above(escalation.area, now)
    if area is None:
        raise NotPossible(NO_LEVEL)
    with step_on(Step.ESCALATE, escalation.case, by=by, now=now, moves=Step.CALL_UNITS) as held:
        end_escalation(held, EscalationOutcome.PASSED_UP, "", by)
        _open(held, area, EscalationCause.LEVEL)
    return True


def _open(held: Held, area: Area, cause: EscalationCause, reason: str = "") -> None:
    by = held.by
    clock = held.clocks.start(ClockKind.LEVEL)
    Escalation.objects.create(
        case=held.case,
        area=area,
        cause=cause,
        reason=reason,
        state=EscalationState.OPEN,
        opened_at=held.now,
        opened_by_id=by.pk if isinstance(by, Person) else None,
        due=clock.due,
    )
    held.data |= {"area": area.code, "cause": cause}


def conclude_escalation(
    case: Case,
    *,
    by: Person,
    now: datetime,
    outcome: EscalationOutcome,
    decision: str,
    version: int | None = None,
) -> Case:
    """The level above directs the lead unit, or sends the case back (E2)."""
    with step_on(
        Step.CONCLUDE_ESCALATION, case, by=by, now=now, text=decision, version=version
    ) as held:
        end_escalation(held, outcome, decision, by)
        settle_state(held)
    return case


def end_escalation(held: Held, outcome: EscalationOutcome, decision: str, by: By) -> None:
    """Conclude the open escalation, if any."""
    open_ones = Escalation.objects.filter(case=held.case, state=EscalationState.OPEN)
    ended = open_ones.update(
        state=EscalationState.CONCLUDED,
        outcome=outcome,
        decision=decision,
        concluded_at=held.now,
        concluded_by_id=by.pk if isinstance(by, Person) else None,
    )
    if ended:
        held.data["outcome"] = outcome
    held.clocks.stop(ClockKind.LEVEL)


def settle_state(held: Held) -> None:
    """With the last call and escalation concluded, the case shows its lead's state again (C12, C13)."""
    case = held.case
    if case.state != CaseState.ESCALATED:
        return
    called = WhistleCall.objects.filter(case=case, state__in=OPEN_CALLS).exists()
    if called or open_escalation(case) is not None:
        return
    base = AssignmentState(held.the_lead.state)
    case.state, case.state_since = CaseState(base.value), held.now


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.ESCALATE: escalate,
    Step.CONCLUDE_ESCALATION: conclude_escalation,
}
