"""The state tables of request, case, assignment and their parts, and the questions asked of them."""

from collections.abc import Iterable, Mapping

from huiying.cases.choices import Step
from huiying.cases.workflow import assignments, cases, parts, requests
from huiying.cases.workflow.table import Actor, Row, by_number
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no

MACHINES = {
    "request": requests.ROWS,
    "case": cases.ROWS,
    "assignment": assignments.ROWS,
    **parts.MACHINES,
}
ROWS_BY_NUMBER: Mapping[str, Row] = by_number(row for rows in MACHINES.values() for row in rows)

__all__ = [
    "MACHINES",
    "ROWS_BY_NUMBER",
    "Actor",
    "Row",
    "can_take",
    "fits",
    "parts",
    "pick",
    "row_for",
    "rows_of",
]


def rows_of(machine: str, step: Step) -> tuple[Row, ...]:
    """The rows of a machine that a step may move through; empty where the machine has none."""
    return tuple(row for row in MACHINES[machine] if row.step == step)


def row_for(machine: str, step: Step, state: str) -> Row | None:
    """The one row that leads on from `state`, or None."""
    return next((row for row in rows_of(machine, step) if state in row.sources), None)


def can_take(machine: str, step: Step, state: str) -> Verdict:
    """Whether the table has a row for this step from this state."""
    if row_for(machine, step, state) is not None:
        return YES
    said = gettext_noop("This step is not open while it is “%(state)s”.")
    return no(NotPossible(said, state=_in_words(machine, state)))


def _in_words(machine: str, state: str) -> object:
    """The label of a state; its code where no row knows it."""
    known = (each for row in MACHINES[machine] for each in (*row.sources, row.target))
    return next((getattr(each, "label", each) for each in known if each == state), state)


def fits(numbers: Iterable[str], state: str) -> bool:
    """Whether one of the coupled rows leaves `state`. A lead whose reply was accepted has none where it
    only stops being the current one (2.1)."""
    return any(state in ROWS_BY_NUMBER[number].sources for number in numbers)


def pick(numbers: Iterable[str], state: str) -> Row:
    """Among coupled rows, the one that leaves `state` (or creates); a gap is a fault in the tables."""
    rows = [ROWS_BY_NUMBER[number] for number in numbers]
    return next(row for row in rows if state in row.sources)
