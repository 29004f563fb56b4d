"""What stands before a step: who may take it, from which states, and what else must be true."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from huiying.cases.choices import CaseState, ClockKind, RequestState, Step
from huiying.cases.models import Case
from huiying.lib.verdict import Verdict
from huiying.people.choices import Permission

Guard = Callable[..., Verdict]
"""(case, its current lead or None, by, now), or (request, by, now) for a step on a request. A step on
a co-unit's assignment gets that assignment instead of the lead."""


class Holder(Enum):
    """In whose unit a permission that counts inside one unit is asked for."""

    LEAD = auto()
    PART = auto()
    ANY = auto()


@dataclass(frozen=True)
class Door:
    """One step that a person can take. What is left out, the workflow's tables say.

    `permissions`, `states` and `request_states` are given where the tables have no row for the step, or
    where a part's own rule stands over them. `is_judging`: never for a unit that handles the case
    (I13). `while_runs`: offered only while this clock of the case runs. `fits`: offered only where it
    says so of the case alone; what stays hidden by these two the guard refuses as well. `holder` says
    in whose unit a permission of units counts where that is not the lead's: the co-unit whose
    assignment the step is on, or every unit that takes part in the case.
    """

    step: Step
    guard: Guard | None = None
    permissions: frozenset[Permission] | None = None
    states: tuple[CaseState, ...] | None = None
    request_states: tuple[RequestState, ...] | None = None
    is_judging: bool = False
    while_runs: ClockKind | None = None
    fits: Callable[[Case], bool] | None = None
    holder: Holder = Holder.LEAD
