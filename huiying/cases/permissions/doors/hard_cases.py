"""The register of hard matters: kept by supervisors, followed by the unit (SD-18)."""

from huiying.cases.choices import ClockKind, Step
from huiying.cases.permissions.doors.door import Door
from huiying.cases.workflow.cases import HARD_STATES
from huiying.people.choices import Permission

DOORS = (
    Door(Step.ENTER_HARD, permissions=frozenset({Permission.SUPERVISE}), states=HARD_STATES),
    Door(
        Step.NOTE_HARD,
        permissions=frozenset({Permission.SUPERVISE, Permission.HANDLE}),
        states=HARD_STATES,
        while_runs=ClockKind.HARD,
    ),
    Door(
        Step.STRIKE_HARD,
        permissions=frozenset({Permission.SUPERVISE}),
        states=HARD_STATES,
        while_runs=ClockKind.HARD,
    ),
)
