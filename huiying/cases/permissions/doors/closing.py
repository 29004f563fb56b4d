"""After the closing: checks, objections, taking up again (C30–C32)."""

from datetime import datetime

from huiying.cases.choices import CaseState, ObjectionState, Step
from huiying.cases.models import Assignment, Case
from huiying.cases.permissions.doors.door import Door
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.models import Person

CLOSED = (CaseState.CLOSED, CaseState.ARCHIVED)


def _reopen(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if lead is None:
        return no(NotPossible(gettext_noop("The unit that did the work no longer has the case.")))
    return YES


def _decide_objection(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if case.entries.filter(by_id=by.pk).exists():
        return no(
            NotAllowed(gettext_noop("You took part in this case; somebody else decides on it."))
        )
    if not case.objections.filter(state=ObjectionState.FILED).exists():
        return no(NotPossible(gettext_noop("No objection waits for a decision.")))
    return YES


DOORS = (
    Door(Step.SPOT_CHECK, _reopen),
    Door(Step.UPHOLD, _decide_objection),
    Door(Step.DISMISS, _decide_objection, states=CLOSED),
    Door(Step.TAKE_UP_AGAIN),
)
