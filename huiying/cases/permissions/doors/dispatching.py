"""Giving a case to a unit, and taking it back (C5–C9, T1–T3, T6)."""

from datetime import date, datetime

from huiying.cases.choices import CaseState, Priority, ReturnState, Step
from huiying.cases.models import Assignment, Case, ReturnRequest
from huiying.cases.permissions.doors.door import Door
from huiying.cases.queries.catalogue import COUNTY, leading_rule, rules_on
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.lib.workdays import Limit, Unit, due_at
from huiying.organisations.queries import calendar_for, units_of
from huiying.people.models import Person

RETURN_DAYS = 2
"""T1: working days from dispatch within which a return may be asked."""
RETURN_WITHIN = {Priority.P1: Limit(30, Unit.CH), Priority.P2: Limit(240, Unit.CH)}
"""The same where every hour counts (3.9)."""
TOO_LATE_TO_RETURN = gettext_noop(
    "A return is asked within two working days of dispatch, in emergencies within hours; that time is over."
)

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
    limit = RETURN_WITHIN.get(Priority(case.priority), Limit(RETURN_DAYS, Unit.WD))
    if now >= due_at(part.assigned_at, limit, calendar):
        return no(NotPossible(TOO_LATE_TO_RETURN))
    return YES


def _decide_return(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    asked = ReturnRequest.objects.filter(assignment=lead, state=ReturnState.ASKED).first()
    if asked is None or lead is None:
        return no(NotPossible(gettext_noop("No return waits for a decision.")))
    if {lead.unit_id, asked.proposed_unit_id} & units_of(by, local_date(now)):
        return no(
            NotAllowed(
                gettext_noop(
                    "You belong to the asking or the proposed unit; somebody else decides."
                )
            )
        )
    return YES


DOORS = (
    Door(Step.DISPATCH),
    Door(Step.SIGN),
    Door(Step.ASK_RETURN, _ask_return),
    Door(Step.AGREE_RETURN, _decide_return),
    Door(Step.REFUSE_RETURN, _decide_return),
    Door(Step.DROP_RETURN, states=(CaseState.RETURN_PENDING,)),
    Door(Step.REPLACE_LEAD),
)
