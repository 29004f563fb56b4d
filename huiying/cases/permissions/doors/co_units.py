"""Co-units: given, taken away, and working beside the lead (C15, A2–A9 and A14 of a co-unit)."""

from datetime import datetime

from huiying.cases.choices import CaseState, Part, ReturnState, Step
from huiying.cases.models import Assignment, Case, ReturnRequest
from huiying.cases.permissions.doors.dispatching import within_return_time
from huiying.cases.permissions.doors.door import Door, Holder
from huiying.cases.workflow.cases import RUNNING
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.queries import units_of
from huiying.people.choices import Permission
from huiying.people.models import Person

WITH_CO = (*RUNNING, CaseState.CLOSED)
"""A late co-unit may still report after the case has closed (workflow 2.8)."""
NOT_CO = gettext_noop("Only a co-unit takes this step on its own part.")


def _is_co(case: Case, part: Assignment | None, by: Person, now: datetime) -> Verdict:
    if part is None or part.part != Part.CO or not part.is_current:
        return no(NotPossible(NOT_CO))
    return YES


def _ask_return(case: Case, part: Assignment | None, by: Person, now: datetime) -> Verdict:
    if part is None or not (is_co := _is_co(case, part, by, now)):
        return is_co if part is not None else no(NotPossible(NOT_CO))
    return within_return_time(case, part, now)


def _decide_return(case: Case, part: Assignment | None, by: Person, now: datetime) -> Verdict:
    asked = ReturnRequest.objects.filter(assignment=part, state=ReturnState.ASKED).first()
    if asked is None or part is None:
        return no(NotPossible(gettext_noop("No return waits for a decision.")))
    if {part.unit_id, asked.proposed_unit_id} & units_of(by, local_date(now)):
        return no(
            NotAllowed(
                gettext_noop(
                    "You belong to the asking or the proposed unit; somebody else decides."
                )
            )
        )
    return YES


DOORS = (Door(Step.ADD_CO_UNIT),)
PART_DOORS = (
    Door(Step.CO_SIGN, _is_co, states=WITH_CO, holder=Holder.PART),
    Door(Step.REPORT, _is_co, states=WITH_CO, holder=Holder.PART),
    Door(Step.CO_ASK_RETURN, _ask_return, states=WITH_CO, holder=Holder.PART),
    Door(Step.CO_DROP_RETURN, _is_co, states=WITH_CO, holder=Holder.PART),
    Door(Step.CO_AGREE_RETURN, _decide_return, states=WITH_CO),
    Door(Step.CO_REFUSE_RETURN, _decide_return, states=WITH_CO),
    Door(
        Step.ACCEPT_REPORT,
        _is_co,
        permissions=frozenset({Permission.HANDLE}),
        states=WITH_CO,
    ),
    Door(Step.SEND_REPORT_BACK, _is_co, states=WITH_CO),
    Door(Step.RECALL, _is_co, permissions=frozenset({Permission.DISPATCH}), states=WITH_CO),
)
