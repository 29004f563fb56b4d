"""Sending back what is not one's duty: asked by lead or co-unit, decided, taken back (C7–C9, T1–T3, T6)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from huiying.cases.actions.co_units import set_part
from huiying.cases.actions.held import Held
from huiying.cases.actions.one_clock import shift
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import ClockKind, DueCause, Part, ReturnState, Step
from huiying.cases.models import Assignment, Case, ReturnRequest
from huiying.cases.permissions.doors.returning import may_propose
from huiying.cases.rules.shifts import after_late_decision
from huiying.cases.workflow import ROWS_BY_NUMBER
from huiying.lib import workdays
from huiying.organisations.models import Unit
from huiying.organisations.queries import calendar_for
from huiying.people.models import Person


def ask_return(
    case: Case,
    *,
    by: Person,
    now: datetime,
    reason: str,
    legal_basis: str,
    proposed_unit: Unit,
) -> Case:
    """The unit says it is not its duty (C7, T1); signing counts as done, handling runs on.

    The return of a second unit goes to the panel at once (T4).
    """
    with step_on(Step.ASK_RETURN, case, by=by, now=now, text=reason) as held:
        may_propose(proposed_unit, held.the_lead, legal_basis, now=now).require()
        held.clocks.start(ClockKind.RETURN)
        second = returns_of_leads(held.case).exists()
        ReturnRequest.objects.create(
            assignment=held.the_lead,
            state=ReturnState.AT_PANEL if second else ReturnState.ASKED,
            reason=reason,
            legal_basis=legal_basis,
            proposed_unit=proposed_unit,
            asked_at=now,
            asked_by_id=by.pk,
        )
    return case


def returns_of_leads(case: Case) -> QuerySet[ReturnRequest]:
    """What lead units have asked to return of this case, but for what they took back."""
    asked = ReturnRequest.objects.filter(assignment__case=case, assignment__part=Part.LEAD)
    return asked.exclude(state=ReturnState.DROPPED)


def agree_return(case: Case, *, by: Person, now: datetime, decision: str) -> Case:
    """The return is agreed (C8, T2): back to dispatch, and this unit does not get it again."""
    with step_on(Step.AGREE_RETURN, case, by=by, now=now, text=decision) as held:
        _decide(held, held.the_lead, ReturnState.AGREED, decision, by)
        held.clocks.start(ClockKind.DISPATCH)
        held.case.lead_unit = None
    return case


def refuse_return(case: Case, *, by: Person, now: datetime, decision: str) -> Case:
    """The return is refused (C9, T3): the unit goes on, its clock has run meanwhile."""
    with step_on(Step.REFUSE_RETURN, case, by=by, now=now, text=decision) as held:
        _decide(held, held.the_lead, ReturnState.REFUSED, decision, by)
        go_on(held)
    return case


def drop_return(case: Case, *, by: Person, now: datetime) -> Case:
    """The unit takes its return back (C9, T6)."""
    with step_on(Step.DROP_RETURN, case, by=by, now=now, moves=Step.REFUSE_RETURN) as held:
        _decide(held, held.the_lead, ReturnState.DROPPED, "", by)
        go_on(held)
    return case


def go_on(held: Held) -> None:
    """The lead keeps the case; the days by which the decision came late are given back (A5)."""
    lead = held.the_lead
    held.set_lead(signed_at=lead.signed_at or held.now)
    if new := _given_back(held, lead):
        held.set_lead(due=new)
        held.promise(new)


def co_ask_return(
    part: Assignment,
    *,
    by: Person,
    now: datetime,
    reason: str,
    legal_basis: str,
    proposed_unit: Unit,
) -> Assignment:
    """The co-unit says that it is not its duty (A3); the case stays where it is.

    Of a unit that came after another had been let go, the panel decides at once (T4).
    """
    with step_on(Step.CO_ASK_RETURN, part.case, by=by, now=now, text=reason, part=part) as held:
        mine = held.the_part
        may_propose(proposed_unit, mine, legal_basis, now=now).require()
        held.clocks.start(ClockKind.RETURN, assignment=mine)
        second = _followed_another(mine)
        ReturnRequest.objects.create(
            assignment=mine,
            state=ReturnState.AT_PANEL if second else ReturnState.ASKED,
            reason=reason,
            legal_basis=legal_basis,
            proposed_unit=proposed_unit,
            asked_at=now,
            asked_by_id=by.pk,
        )
    return held.the_part


def _followed_another(part: Assignment) -> bool:
    """Whether this co-unit was named after another one's return was agreed: the matter bounces.
    Co-units that came side by side are asked for different things, and each returns for itself."""
    others = ReturnRequest.objects.filter(
        assignment__case=part.case_id,
        assignment__part=Part.CO,
        state__in=[ReturnState.AGREED, ReturnState.DESIGNATED],
        decided_at__lte=part.assigned_at,
    )
    return others.exclude(assignment__unit=part.unit_id).exists()


def co_agree_return(part: Assignment, *, by: Person, now: datetime, decision: str) -> Assignment:
    """The co-unit leaves (A4); the dispatcher may name another one."""
    with step_on(Step.CO_AGREE_RETURN, part.case, by=by, now=now, text=decision, part=part) as held:
        _decide(held, held.the_part, ReturnState.AGREED, decision, by)
    return held.the_part


def co_refuse_return(part: Assignment, *, by: Person, now: datetime, decision: str) -> Assignment:
    """The co-unit stays (A5); days by which the decision came late are given back."""
    with step_on(
        Step.CO_REFUSE_RETURN, part.case, by=by, now=now, text=decision, part=part
    ) as held:
        _decide(held, held.the_part, ReturnState.REFUSED, decision, by)
        co_goes_on(held)
    return held.the_part


def co_drop_return(part: Assignment, *, by: Person, now: datetime) -> Assignment:
    """The co-unit takes its return back (A5, T6)."""
    with step_on(Step.CO_DROP_RETURN, part.case, by=by, now=now, part=part) as held:
        _decide(held, held.the_part, ReturnState.DROPPED, "", by)
        co_goes_on(held)
    return held.the_part


def co_goes_on(held: Held) -> None:
    """The co-unit keeps its part; days by which the decision came late are given back (A5)."""
    part = held.the_part
    set_part(part, signed_at=part.signed_at or held.now)
    if new := _given_back(held, part):
        set_part(part, due=new)


def _decide(held: Held, part: Assignment, state: ReturnState, decision: str, by: Person) -> None:
    waiting = ROWS_BY_NUMBER["T6"].sources
    ReturnRequest.objects.filter(assignment=part, state__in=waiting).update(
        state=state, decision=decision, decided_at=held.now, decided_by_id=by.pk
    )


def _given_back(held: Held, part: Assignment) -> datetime | None:
    """The due of a part that stays, later by the days by which the decider was late (A5)."""
    handle, limit = held.clocks.find(ClockKind.HANDLE, part), held.clocks.ended(ClockKind.RETURN)
    if handle is None or limit is None:
        return None
    new = after_late_decision(
        handle.due,
        workdays.Unit(handle.amount_unit),
        limit=limit.due,
        decided=held.now,
        calendar=calendar_for(held.case.area_code).provisional_twin(),
    )
    shift(handle, new, DueCause.LATE_DECISION, now=held.now)
    return new


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.ASK_RETURN: ask_return,
    Step.AGREE_RETURN: agree_return,
    Step.REFUSE_RETURN: refuse_return,
    Step.DROP_RETURN: drop_return,
}
PART_STEPS: Mapping[Step, Callable[..., object]] = {
    Step.CO_ASK_RETURN: co_ask_return,
    Step.CO_AGREE_RETURN: co_agree_return,
    Step.CO_REFUSE_RETURN: co_refuse_return,
    Step.CO_DROP_RETURN: co_drop_return,
}
