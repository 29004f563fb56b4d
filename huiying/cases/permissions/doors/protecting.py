"""Steps open all the time a case runs: notes, accused units, stepping aside (P4, P5)."""

from huiying.cases.choices import CaseState, Step
from huiying.cases.permissions.doors.door import Door
from huiying.cases.workflow.cases import RUNNING
from huiying.people.choices import Permission as May

DOORS = (
    Door(
        Step.NOTE,
        permissions=frozenset({May.HANDLE, May.DISPATCH, May.REVIEW, May.CALLBACK, May.SUPERVISE}),
        states=(*RUNNING, CaseState.CLOSED),
    ),
    Door(
        Step.ACCUSE,
        permissions=frozenset({May.ACCEPT, May.DISPATCH, May.SUPERVISE}),
        states=RUNNING,
    ),
    Door(Step.RECUSE, permissions=frozenset({May.VIEW_CASES}), states=RUNNING),
)
