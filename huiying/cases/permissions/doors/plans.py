"""Long-term plans: proposed by the unit, decided by the county (N1–N5, C25, C41, C43)."""

from datetime import datetime

from huiying.cases.choices import CallbackState, CaseState, PlanState, Step
from huiying.cases.models import Assignment, Case
from huiying.cases.permissions.doors.door import Door
from huiying.cases.permissions.doors.handling import to_contact
from huiying.cases.queries.deciders import sits_at
from huiying.cases.queries.plans import plans_of, steps_ahead
from huiying.cases.rules.plans import MOST_REVISIONS
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.choices import Level
from huiying.organisations.queries import unit_ancestors, units_of
from huiying.people.choices import Permission
from huiying.people.models import Person


def _propose(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if lead is None:
        return no(NotPossible(gettext_noop("No unit has this case.")))
    if plans_of(lead, PlanState.PROPOSED).exists():
        return no(NotPossible(gettext_noop("A plan is before the county already.")))
    calls = case.callbacks.filter(state=CallbackState.ANSWERED)
    if case.state == CaseState.PENDING_CALLBACK and not calls.exists():
        return no(
            NotPossible(
                gettext_noop("Wait for what the requester says; a plan then answers a “no”.")
            )
        )
    return YES


def _decide(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    plan = plans_of(lead, PlanState.PROPOSED).first()
    if plan is None or lead is None:
        return no(NotPossible(gettext_noop("No plan waits for a decision.")))
    return _is_above(lead, plan.proposed_by_id, case, by, now)


def _approve(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not (verdict := _decide(case, lead, by, now)):
        return verdict
    plan = plans_of(lead, PlanState.PROPOSED).get()
    if not plan.told and to_contact(case):
        return no(
            NotPossible(
                gettext_noop("The requester has not been told of the plan; see to it first.")
            )
        )
    return YES


def _is_above(lead: Assignment, asked_by: int, case: Case, by: Person, now: datetime) -> Verdict:
    """A county's supervisor, not of the unit or below it, nor who asked (I22)."""
    on = local_date(now)
    asked, county = Permission.APPROVE_PLAN, Level.COUNTY
    if not sits_at(by, case.area_code, asked, level=county, now=now):
        return no(NotAllowed(gettext_noop("A long-term plan is decided by the county.")))
    if lead.unit_id in unit_ancestors(units_of(by, on)) or asked_by == by.pk:
        return no(NotAllowed(gettext_noop("Your own side asked for this; somebody above decides.")))
    return YES


def _record(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not steps_ahead(lead).exists():
        return no(
            NotPossible(gettext_noop("Every step of the plan is done. Submit the reply now."))
        )
    return YES


def _revise(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    plan = plans_of(lead, PlanState.APPROVED).first()
    if plan is None or lead is None:
        return no(NotPossible(gettext_noop("There is no plan in force on this case.")))
    if plan.revisions >= MOST_REVISIONS:
        return no(NotPossible(gettext_noop("The dates of this plan were moved once already.")))
    return _is_above(lead, plan.proposed_by_id, case, by, now)


_ON_PLAN = (CaseState.LONG_TERM,)
_BEFORE_PLAN = (CaseState.IN_PROGRESS, CaseState.REWORK, CaseState.PENDING_CALLBACK)
DOORS = (
    Door(Step.PROPOSE_PLAN, _propose, states=_BEFORE_PLAN),
    Door(Step.APPROVE_PLAN, _approve),
    Door(Step.POSTPONE, _approve),
    Door(Step.REFUSE_PLAN, _decide, states=_BEFORE_PLAN),
    Door(
        Step.RECORD_PLAN_STEP,
        _record,
        permissions=frozenset({Permission.HANDLE}),
        states=_ON_PLAN,
    ),
    Door(
        Step.REVISE_PLAN,
        _revise,
        permissions=frozenset({Permission.APPROVE_PLAN}),
        states=_ON_PLAN,
    ),
    Door(Step.BREAK_PLAN),
)
