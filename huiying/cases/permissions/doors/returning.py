"""Sending back what is not one's duty (C7–C9, T1–T3, T6): of the lead, and of a co-unit."""

from datetime import date, datetime

from huiying.cases.choices import CaseState, Priority, ReturnState, Step
from huiying.cases.models import Assignment, Case, ReturnRequest
from huiying.cases.permissions.doors.co_units import WITH_CO, is_co
from huiying.cases.permissions.doors.door import Door, Holder
from huiying.cases.queries import lines_of
from huiying.cases.queries.catalogue import COUNTY, leading_rule, rules_on
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.lib.workdays import Limit, due_at
from huiying.lib.workdays import Unit as Amount
from huiying.organisations.models import Unit
from huiying.organisations.queries import calendar_for, unit_subtree
from huiying.people.models import Person

RETURN_DAYS = 2
"""T1: working days from dispatch within which a return may be asked."""
RETURN_WITHIN = {Priority.P1: Limit(30, Amount.CH), Priority.P2: Limit(240, Amount.CH)}
"""The same where every hour counts (3.9)."""
TOO_LATE_TO_RETURN = gettext_noop(
    "A return is asked within two working days of dispatch, in emergencies within hours; that time is over."
)
CONCERNED = gettext_noop("You belong to the asking or the proposed unit; somebody else decides.")
FIRST_STAYS = gettext_noop(
    "Your unit received the case first and the catalogue names nobody for it, so your unit leads. Ask for co-units instead."
)


def _ask_return(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if lead is None:
        return no(NotPossible(gettext_noop("No unit has this case.")))
    if is_bound_as_first(case, lead, on=local_date(now)):
        return no(NotPossible(FIRST_STAYS))
    return within_return_time(case, lead, now)


def is_bound_as_first(case: Case, lead: Assignment, *, on: date) -> bool:
    """First-receiver responsibility (首接负责制): where a catalogue is kept but silent on this matter,
    the first unit leads and others help it. Where nobody keeps a catalogue, silence says nothing."""
    if case.first_receiver_id != lead.unit_id or leading_rule(case, on=on) is not None:
        return False
    return rules_on(on).filter(prefix__startswith=case.area_code[:COUNTY]).exists()


def within_return_time(case: Case, part: Assignment, now: datetime) -> Verdict:
    """Whether this unit may still ask to return: once, early, and not when the panel chose it (T1)."""
    if part.is_designated:
        return no(
            NotPossible(gettext_noop("The panel designated your unit, so it cannot be returned."))
        )
    if part.round > 1 and part.replies.exists():
        return no(NotPossible(gettext_noop("A case that is done again cannot be returned.")))
    if ReturnRequest.objects.filter(assignment__case=case, assignment__unit=part.unit_id).exists():
        return no(NotPossible(gettext_noop("Your unit has asked to return this case before.")))
    calendar = calendar_for(case.area_code).provisional_twin()
    limit = RETURN_WITHIN.get(Priority(case.priority), Limit(RETURN_DAYS, Amount.WD))
    if now >= due_at(part.assigned_at, limit, calendar):
        return no(NotPossible(TOO_LATE_TO_RETURN))
    return YES


def may_propose(proposed: Unit, part: Assignment, legal_basis: str, *, now: datetime) -> Verdict:
    """Whether a return names what T1 asks for: a basis, and another unit that exists today."""
    if not legal_basis.strip():
        return no(NotPossible(gettext_noop("Say which law or list of duties shows it.")))
    if proposed.pk in unit_subtree([part.unit_id]):
        return no(
            NotPossible(
                gettext_noop("%(unit)s is your own. Say which other unit's duty it is."),
                unit=proposed.name,
            )
        )
    if not proposed.is_valid_on(local_date(now)):
        return no(NotPossible(gettext_noop("%(unit)s is not active today."), unit=proposed.name))
    return YES


def _co_ask_return(case: Case, part: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not (verdict := is_co(case, part, by, now)) or part is None:
        return verdict
    return within_return_time(case, part, now)


def _decide(case: Case, part: Assignment | None, by: Person, now: datetime) -> Verdict:
    """Nobody of the asking or the proposed unit, or of one below them, decides (I22)."""
    asked = ReturnRequest.objects.filter(assignment=part, state=ReturnState.ASKED).first()
    if asked is None or part is None:
        return no(NotPossible(gettext_noop("No return waits for a decision.")))
    if {part.unit_id, asked.proposed_unit_id} & lines_of(by, now=now):
        return no(NotAllowed(CONCERNED))
    return YES


DOORS = (
    Door(Step.ASK_RETURN, _ask_return),
    Door(Step.AGREE_RETURN, _decide),
    Door(Step.REFUSE_RETURN, _decide),
    Door(Step.DROP_RETURN, states=(CaseState.RETURN_PENDING,)),
)
PART_DOORS = (
    Door(Step.CO_ASK_RETURN, _co_ask_return, states=WITH_CO, holder=Holder.PART),
    Door(Step.CO_DROP_RETURN, is_co, states=WITH_CO, holder=Holder.PART),
    Door(Step.CO_AGREE_RETURN, _decide, states=WITH_CO),
    Door(Step.CO_REFUSE_RETURN, _decide, states=WITH_CO),
)
