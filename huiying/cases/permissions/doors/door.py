"""What stands before a step: who may take it, from which states, and what else must be true."""

from collections.abc import Callable
from dataclasses import dataclass

from huiying.cases.choices import CaseState, ClockKind, Step
from huiying.cases.models import Case
from huiying.lib.verdict import Verdict
from huiying.people.choices import Permission

Guard = Callable[..., Verdict]
"""(case, its current lead or None, by, now), or (request, by, now) for a step on a request."""


@dataclass(frozen=True)
class Door:
    """One step that a person can take. What is left out, the workflow's tables say.

    `permissions` and `states` are given where the tables have no row of the case for the step, or
    where a part's own rule stands over them. `is_judging`: never for a unit that handles the case
    (I13). `while_runs`: offered only while this clock of the case runs. `fits`: offered only where it
    says so of the case alone; what stays hidden by these two the guard refuses as well.
    """

    step: Step
    guard: Guard | None = None
    permissions: frozenset[Permission] | None = None
    states: tuple[CaseState, ...] | None = None
    is_judging: bool = False
    while_runs: ClockKind | None = None
    fits: Callable[[Case], bool] | None = None
