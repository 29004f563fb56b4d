"""Giving a case to a unit, and taking it back (C5–C9, T1–T3, T6)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Max, QuerySet

from huiying.cases.actions.clocks import shift
from huiying.cases.actions.co_units import add_units, leave_for_lead, send_away
from huiying.cases.actions.escalating import end_escalation
from huiying.cases.actions.held import Held, move_requests
from huiying.cases.actions.parts import end_parts
from huiying.cases.actions.receiving import may_join
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import (
    AssignmentState,
    CaseState,
    ClockKind,
    Disposal,
    DueCause,
    EscalationOutcome,
    Part,
    ReturnState,
    Step,
    Via,
)
from huiying.cases.models import Accused, Assignment, Callback, Case, Recusal, ReturnRequest
from huiying.cases.permissions.doors.calling_in import at_level
from huiying.cases.permissions.doors.handling import to_contact
from huiying.cases.queries import leading_rule
from huiying.cases.rules.shifts import after_late_decision
from huiying.cases.workflow import ROWS_BY_NUMBER
from huiying.lib import workdays
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import Verdict, no
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Unit
from huiying.organisations.queries import calendar_for, unit_ancestors, units_of
from huiying.people.models import Person

HELPS_ONLY = frozenset({UnitKind.VILLAGE_ORG, UnitKind.STATION, UnitKind.PARTNER})
"""Units that assist and are never made the lead of what they only assist in (Beijing, art. 17)."""


HANDED_OVER = gettext_noop("%(unit)s did this case before it was handed over. Choose another.")


def may_lead(unit: Unit, case: Case, *, by: Person, now: datetime) -> Verdict:
    """Whether a unit can be given this case as its lead by this dispatcher (A1, I11)."""
    today = local_date(now)
    if not unit.is_valid_on(today):
        return no(NotPossible(gettext_noop("%(unit)s is not active today."), unit=unit.name))
    rule = leading_rule(case, on=today)
    is_named = rule is not None and rule.lead_unit_id == unit.pk
    if unit.kind in HELPS_ONLY and not (rule is not None and is_named and rule.on_duty_list):
        return no(
            NotPossible(
                gettext_noop(
                    "%(unit)s assists and does not lead. Choose the township or department."
                ),
                unit=unit.name,
            )
        )
    if unit.pk in units_of(by, today) and not is_named:
        return no(
            NotAllowed(
                gettext_noop("You dispatch to your own unit only what the catalogue gives to it.")
            )
        )
    if handed_over(unit, case):
        return no(NotPossible(HANDED_OVER, unit=unit.name))
    return may_join(unit, case, now=now)


def handed_over(unit: Unit, case: Case) -> bool:
    """Whether this unit led the case until an answer showed that another one is in charge (C26)."""
    led = case.assignments.filter(unit=unit, part=Part.LEAD, state=AssignmentState.ACCEPTED)
    return case.callbacks.filter(disposal=Disposal.HANDED_OVER).exists() and led.exists()


def dispatch(  # noqa: PLR0913 - who leads, who helps, who no longer does, with which words
    case: Case,
    *,
    by: Person,
    now: datetime,
    lead_unit: Unit,
    co_units: Iterable[Unit] = (),
    recall: Collection[int] = (),
    instruction: str = "",
    version: int | None = None,
) -> Case:
    """Give the case to its lead unit and co-units (C5): all unit clocks start now, side by side.

    Co-units of before stay unless their assignments are named in `recall` (workflow 2.8).
    """
    with step_on(Step.DISPATCH, case, by=by, now=now, text=instruction, version=version) as held:
        may_lead(lead_unit, held.case, by=by, now=now).require()
        at_level(held.case, held.lead, by, now).require()
        end_escalation(held, EscalationOutcome.TAKEN_OVER, instruction, by)
        give_to(held, lead_unit, co_units, recall, instruction)
    return case


def give_to(
    held: Held,
    lead_unit: Unit,
    co_units: Iterable[Unit] = (),
    recall: Collection[int] = (),
    instruction: str = "",
    via: Via = Via.DISPATCH,
) -> Assignment:
    """A unit becomes the lead of a case; co-units are settled with it."""
    held.flush_lead()
    leave_for_lead(held, lead_unit, recall)
    lead = _assign(held, lead_unit, instruction, via)
    add_units(held, co_units, instruction)
    return lead


def _assign(held: Held, unit: Unit, instruction: str, via: Via) -> Assignment:
    case, clocks = held.case, held.clocks
    assignment = Assignment(
        case=case,
        unit=unit,
        part=Part.LEAD,
        via=via,
        state=AssignmentState.PENDING_SIGN,
        assigned_at=held.now,
        instruction=instruction,
        round=_round_of(case),
    )
    rule = leading_rule(case, on=local_date(held.now))
    if rule is not None and rule.lead_unit_id == unit.pk:
        assignment.rule = rule
        held.data["rule"] = rule.pk
    clocks.start(ClockKind.SIGN, assignment=assignment)
    if to_contact(case):
        clocks.start(ClockKind.CONTACT, assignment=assignment)
    assignment.due = clocks.start(ClockKind.HANDLE, assignment=assignment).due
    assignment.save(force_insert=True)
    held.replace_lead(assignment)
    held.promise(assignment.due)
    if case.first_receiver_id is None:
        case.first_receiver = unit
    return assignment


def _round_of(case: Case) -> int:
    """A new lead goes on counting where the requesters have answered for an earlier one already, so
    that each of them judges each round once (I16)."""
    if case.first_receiver_id is None:
        return 1
    asked = Callback.objects.filter(case=case).aggregate(last=Max("round"))["last"]
    return (asked or 0) + 1


def sign(
    case: Case, *, by: Person, now: datetime, text: str = "", version: int | None = None
) -> Case:
    """The unit confirms that it has the case (C6)."""
    with step_on(Step.SIGN, case, by=by, now=now, text=text, version=version) as held:
        held.set_lead(signed_at=now)
    return case


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
        _decide(held, ReturnState.AGREED, decision, by)
        held.clocks.start(ClockKind.DISPATCH)
        held.case.lead_unit = None
    return case


def refuse_return(case: Case, *, by: Person, now: datetime, decision: str) -> Case:
    """The return is refused (C9, T3): the unit goes on, its clock has run meanwhile."""
    with step_on(Step.REFUSE_RETURN, case, by=by, now=now, text=decision) as held:
        _decide(held, ReturnState.REFUSED, decision, by)
        go_on(held)
    return case


def drop_return(case: Case, *, by: Person, now: datetime) -> Case:
    """The unit takes its return back (C9, T6)."""
    with step_on(Step.DROP_RETURN, case, by=by, now=now, moves=Step.REFUSE_RETURN) as held:
        _decide(held, ReturnState.DROPPED, "", by)
        go_on(held)
    return case


def go_on(held: Held) -> None:
    """The unit keeps the case; the days by which the decision came late are given back (A5)."""
    lead = held.the_lead
    held.set_lead(signed_at=lead.signed_at or held.now)
    handle, limit = held.clocks.find(ClockKind.HANDLE), held.clocks.ended(ClockKind.RETURN)
    if handle is None or limit is None:
        return
    calendar = calendar_for(held.case.area_code).provisional_twin()
    new = after_late_decision(
        handle.due,
        workdays.Unit(handle.amount_unit),
        limit=limit.due,
        decided=held.now,
        calendar=calendar,
    )
    shift(handle, new, DueCause.LATE_DECISION, now=held.now)
    held.set_lead(due=new)
    held.promise(new)


def _decide(held: Held, state: ReturnState, decision: str, by: Person) -> None:
    waiting = ROWS_BY_NUMBER["T6"].sources
    ReturnRequest.objects.filter(assignment=held.the_lead, state__in=waiting).update(
        state=state, decision=decision, decided_at=held.now, decided_by_id=by.pk
    )


def accuse(case: Case, *, by: Person, now: datetime, unit: Unit) -> Case:
    """Name a unit the case complains about; if it has the case, it loses it at once (I11)."""
    with step_on(Step.ACCUSE, case, by=by, now=now) as held:
        Accused.objects.get_or_create(case=held.case, unit=unit)
        held.case.has_accused = True
        held.data["accused"] = unit.pk
        lead = held.lead
        offends = lead is not None and unit.pk in unit_ancestors([lead.unit_id])
        if offends and lead is not None:
            _take_from(held)
        send_away(held)
    return case


def _take_from(held: Held) -> None:
    row = ROWS_BY_NUMBER["A14"]
    end_parts(held)
    if held.case.state == CaseState.PENDING_CALLBACK:
        move_requests(held.case, "R16", now=held.now)
    if held.the_lead.state in row.sources:
        held.set_lead(state=AssignmentState.RECALLED)
    held.set_lead(is_current=False)
    held.clocks.cancel(held.the_lead)
    held.clocks.stop(ClockKind.RETURN, ClockKind.REVIEW, ClockKind.CALLBACK)
    held.case.state, held.case.state_since = CaseState.PENDING_DISPATCH, held.now
    held.case.lead_unit = None
    held.clocks.start(ClockKind.DISPATCH)


def recuse(case: Case, *, by: Person, now: datetime, reason: str) -> Case:
    """Step aside because of a direct interest (P5)."""
    with step_on(Step.RECUSE, case, by=by, now=now, text=reason) as held:
        Recusal.objects.get_or_create(case=held.case, person=by, defaults={"at": now})
        held.case.has_recusals = True
    return case


def take_up_again(case: Case, *, by: Person, now: datetime, reason: str) -> Case:
    """A withdrawn case goes on, in the public interest (C30)."""
    with step_on(Step.TAKE_UP_AGAIN, case, by=by, now=now, text=reason) as held:
        held.case.closed_at = None
        held.clocks.start(ClockKind.DISPATCH)
        held.case.lead_unit = None
    return case


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.DISPATCH: dispatch,
    Step.SIGN: sign,
    Step.ASK_RETURN: ask_return,
    Step.AGREE_RETURN: agree_return,
    Step.REFUSE_RETURN: refuse_return,
    Step.DROP_RETURN: drop_return,
    Step.ACCUSE: accuse,
    Step.RECUSE: recuse,
    Step.TAKE_UP_AGAIN: take_up_again,
}
