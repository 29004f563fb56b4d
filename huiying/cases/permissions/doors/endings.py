"""Termination with consent from above (Z1–Z3, C37), and legal routes (C34–C36)."""

from datetime import datetime

from huiying.cases.choices import CaseState, ClockKind, ObjectionState, Step, StopState
from huiying.cases.models import Assignment, Case, Termination
from huiying.cases.permissions.doors.closing import may_decide_objection
from huiying.cases.permissions.doors.door import Door
from huiying.cases.permissions.doors.joining import may_open_again, open_children
from huiying.cases.workflow import ROWS_BY_NUMBER
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.queries import scope_of, unit_ancestors, units_of
from huiying.people.choices import Permission
from huiying.people.models import Person


def _ask(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if lead is None:
        return no(NotPossible(gettext_noop("No unit has this case.")))
    if _asked(case) is not None:
        return no(NotPossible(gettext_noop("A termination is before the body above already.")))
    return YES


def _decide(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    """Consent comes from a body above the unit, not from who asked (I22)."""
    asked = _asked(case)
    if asked is None or lead is None:
        return no(NotPossible(gettext_noop("No termination waits for a decision.")))
    own_side = lead.unit_id in unit_ancestors(units_of(by, local_date(now)))
    if own_side or asked.asked_by_id == by.pk:
        return no(NotAllowed(gettext_noop("Your own side asked for this; somebody above decides.")))
    return YES


def _drop(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if _asked(case) is None:
        return no(NotPossible(gettext_noop("No termination waits for a decision.")))
    return YES


def _asked(case: Case) -> Termination | None:
    return Termination.objects.filter(assignment__case=case, state=StopState.ASKED).first()


def _declined(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    """While an objection waits, only who may decide it sends the case back; else the dispatcher. A part
    goes back only while its whole waits for it (I19), or has ended without an answer and ends it too."""
    if not (verdict := _whole_waits(case)):
        return verdict
    if case.objections.filter(state=ObjectionState.FILED).exists():
        return may_decide_objection(case, by, now=now)
    scope = scope_of(by, Permission.DISPATCH, on=local_date(now))
    if not scope.covers_area(case.area_code):
        return no(NotPossible(gettext_noop("No objection waits for a decision.")))
    return YES


def _whole_waits(case: Case) -> Verdict:
    if case.parent is not None and case.parent.state in (CaseState.WITHDRAWN, CaseState.TERMINATED):
        return YES
    return may_open_again(case)


def _done(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if open_children(case):
        return no(NotPossible(gettext_noop("A part of the case is still open.")))
    return YES


STOPPABLE = tuple(CaseState(state) for state in ROWS_BY_NUMBER["C37"].sources)
"""States in which handling may be ended, and in which a request for that may wait."""
_ON_ROUTE = (CaseState.SUSPENDED_LEGAL,)
DOORS = (
    Door(Step.ASK_STOP, _ask, states=STOPPABLE),
    Door(Step.TERMINATE, _decide, while_runs=ClockKind.STOP),
    Door(
        Step.REFUSE_STOP,
        _decide,
        permissions=frozenset({Permission.APPROVE_STOP}),
        states=STOPPABLE,
        while_runs=ClockKind.STOP,
    ),
    Door(
        Step.DROP_STOP,
        _drop,
        permissions=frozenset({Permission.ASK_STOP}),
        states=STOPPABLE,
        while_runs=ClockKind.STOP,
    ),
    Door(Step.TO_LEGAL),
    Door(
        Step.CHECK_LEGAL,
        permissions=frozenset({Permission.REVIEW, Permission.DISPATCH}),
        states=_ON_ROUTE,
    ),
    Door(Step.LEGAL_DONE, _done),
    Door(Step.LEGAL_DECLINED, _declined),
)
