"""Giving a case to a unit (C5, C6), and taking up again what was withdrawn (C30)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Max

from huiying.cases.actions.co_units import add_units, leave_for_lead
from huiying.cases.actions.escalating import end_escalation
from huiying.cases.actions.held import Held
from huiying.cases.actions.receiving import may_join
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import (
    AssignmentState,
    ClockKind,
    Disposal,
    EscalationOutcome,
    Part,
    Step,
    Via,
)
from huiying.cases.models import Assignment, Callback, Case
from huiying.cases.permissions.doors.calling_in import at_level
from huiying.cases.permissions.doors.handling import to_contact
from huiying.cases.queries import leading_rule
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import Verdict, no
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Unit
from huiying.organisations.queries import units_of
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
    Step.TAKE_UP_AGAIN: take_up_again,
}
