"""Asking the requester while handling (Q1-Q3)."""

from datetime import datetime

from huiying.cases.choices import ClockKind, Priority, Step
from huiying.cases.models import Assignment, Case
from huiying.cases.permissions.doors.door import Door
from huiying.cases.queries import active_matrix
from huiying.cases.queries.clocks import handle_clock
from huiying.cases.queries.questions import asked_before, can_be_asked, open_question
from huiying.cases.rules.questions import may_ask
from huiying.cases.workflow.cases import WORKING
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.choices import Permission
from huiying.people.models import Person

NOTHING_OPEN = gettext_noop("No question waits for an answer.")


def _ask(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if handle_clock(lead) is None:
        return no(NotPossible(gettext_noop("The handle clock does not run.")))
    if open_question(lead) is not None:
        return no(NotPossible(gettext_noop("A question waits for an answer already.")))
    if not can_be_asked(case):
        return no(
            NotPossible(
                gettext_noop(
                    "Nobody here left a mobile number or an e-mail address, so a question would reach nobody."
                )
            )
        )
    most = active_matrix(now).limit(Priority(case.priority), ClockKind.QUESTION).amount
    return may_ask(*asked_before(case), most)


def _lapse(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    return YES if open_question(lead) else no(NotPossible(NOTHING_OPEN))


DOORS = (
    Door(Step.ASK_QUESTION, _ask, states=WORKING),
    Door(
        Step.LAPSE_QUESTION,
        _lapse,
        permissions=frozenset({Permission.HANDLE}),
        states=WORKING,
        while_runs=ClockKind.QUESTION,
    ),
)
