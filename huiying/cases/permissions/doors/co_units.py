"""Co-units: given, taken away, and working beside the lead (C15, A2–A9 and A14 of a co-unit)."""

from datetime import datetime

from huiying.cases.choices import CaseState, Part, Step
from huiying.cases.models import Assignment, Case
from huiying.cases.permissions.doors.door import Door, Holder
from huiying.cases.workflow.cases import RUNNING
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.choices import Permission
from huiying.people.models import Person

WITH_CO = (*RUNNING, CaseState.CLOSED)
"""A late co-unit may still report after the case has closed (workflow 2.8)."""
NOT_CO = gettext_noop("Only a co-unit takes this step on its own part.")


def is_co(case: Case, part: Assignment | None, by: Person, now: datetime) -> Verdict:
    if part is None or part.part != Part.CO or not part.is_current:
        return no(NotPossible(NOT_CO))
    return YES


DOORS = (Door(Step.ADD_CO_UNIT),)
PART_DOORS = (
    Door(Step.CO_SIGN, is_co, states=WITH_CO, holder=Holder.PART),
    Door(Step.REPORT, is_co, states=WITH_CO, holder=Holder.PART),
    Door(
        Step.ACCEPT_REPORT,
        is_co,
        permissions=frozenset({Permission.HANDLE}),
        states=WITH_CO,
    ),
    Door(Step.SEND_REPORT_BACK, is_co, states=WITH_CO),
    Door(Step.RECALL, is_co, permissions=frozenset({Permission.DISPATCH}), states=WITH_CO),
)
