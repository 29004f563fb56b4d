"""The unit talks to the requester and answers (C20)."""

from datetime import datetime

from django.db.models import QuerySet

from huiying.cases.choices import AssignmentState, ClockKind, Part, Step
from huiying.cases.models import Assignment, Case
from huiying.cases.permissions.doors.door import Door
from huiying.cases.permissions.doors.joining import open_children
from huiying.cases.queries.clocks import running_kinds
from huiying.cases.queries.plans import steps_ahead
from huiying.cases.queries.questions import open_question
from huiying.cases.queries.replies import owes_contact
from huiying.cases.workflow.cases import WORKING
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.choices import Permission
from huiying.people.models import Person


def _reply(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if lead is None:
        return no(NotPossible(gettext_noop("No unit has this case.")))
    if lead.contacted_at is None and owes_contact(case):
        return no(
            NotPossible(
                gettext_noop("Record the first contact with the requester before replying.")
            )
        )
    if open_children(case):
        return no(
            NotPossible(gettext_noop("A part of the case is still open; its answer comes first."))
        )
    if open_question(lead) is not None:
        return no(
            NotPossible(
                gettext_noop("A question to the requester is open. Wait, or take it back first.")
            )
        )
    if lead.state == AssignmentState.ON_PLAN and steps_ahead(lead).exists():
        return no(NotPossible(gettext_noop("Record every step of the plan as done, then reply.")))
    if ClockKind.STOP in running_kinds(case):
        return no(
            NotPossible(gettext_noop("A termination waits for a decision; take it back to reply."))
        )
    if late_co_units(case).filter(due__gt=now).exists():
        return no(NotPossible(gettext_noop("A co-unit has not reported yet and is still in time.")))
    return YES


def late_co_units(case: Case) -> QuerySet[Assignment]:
    """The co-units that have not reported, in time or not."""
    return case.assignments.filter(part=Part.CO, is_current=True, replied_at__isnull=True)


to_contact = owes_contact
"""Whether the unit owes somebody a first contact: not the anonymous, nor those it may not know."""

DOORS = (
    Door(Step.CONTACT, permissions=frozenset({Permission.HANDLE}), states=WORKING),
    Door(Step.REPLY, _reply),
)
