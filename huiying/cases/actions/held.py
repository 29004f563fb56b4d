"""A case held for one step: what the step sees and changes, and how it moves along a row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from huiying.audit import actions as audit
from huiying.audit.actions import Batch
from huiying.cases import workflow
from huiying.cases.actions.clocks import Clocks
from huiying.cases.actions.rows import change
from huiying.cases.choices import AssignmentState, CaseState, RequestState
from huiying.cases.models import Assignment, Case
from huiying.cases.permissions import By
from huiying.cases.permissions.steps import Aside
from huiying.cases.workflow.assignments import GONE
from huiying.cases.workflow.requests import BY_NUMBER as REQUEST_ROWS
from huiying.cases.workflow.table import Row
from huiying.lib.errors import NotPossible, gettext_noop


@dataclass
class Held:
    """A case locked for one step, with what the step changes.

    `part` is the co-unit's assignment, the call or the opinion where the step is one on it.
    """

    case: Case
    lead: Assignment | None
    by: By
    now: datetime
    clocks: Clocks
    part: Aside | None = None
    text: str = ""
    is_public: bool = False
    data: dict[str, object] = field(default_factory=dict)
    lead_fields: set[str] = field(default_factory=set)
    head: audit.Head | None = None
    """The head of the case's record, read with the rest after it was locked."""

    @property
    def the_lead(self) -> Assignment:
        """The lead assignment of a case that must have one (invariant I1)."""
        if self.lead is None:
            raise NotPossible(gettext_noop("No unit has this case."))
        return self.lead

    def set_lead(self, **values: object) -> None:
        """Change fields of the lead assignment; they are saved with the step."""
        for name, value in values.items():
            setattr(self.the_lead, name, value)
            self.lead_fields.add(name)

    @property
    def the_part(self) -> Assignment:
        """The co-unit's assignment this step is on."""
        if not isinstance(self.part, Assignment):
            raise NotPossible(gettext_noop("This unit has no part in the case."))
        return self.part

    def flush_lead(self) -> None:
        """Write now what the step changed of the lead, so that another may take its place."""
        if self.lead is not None and self.lead_fields:
            save_fields(self.lead, self.lead_fields)
        self.lead_fields = set()

    def replace_lead(self, lead: Assignment) -> None:
        """From here on this one is the lead."""
        self.flush_lead()
        self.lead = self.clocks.lead = lead
        self.case.lead_unit = lead.unit

    def promise(self, due: datetime) -> None:
        """What the requester was told never moves earlier by a step of ours (3.2)."""
        self.case.promised_due = max(filter(None, (self.case.promised_due, due)))


def move_along(held: Held, row: Row) -> None:
    """Move case, lead and requests along a case row, and stop the clocks it stops."""
    case, now = held.case, held.now
    if leaves(held, row):
        take_clocks(held.clocks, held.the_lead, workflow.pick(row.lead, held.the_lead.state))
    held.clocks.stop(*row.stops)
    if row.target is not None:
        case.state, case.state_since = CaseState(row.target), now
    if row.lead and held.lead is not None:
        _move_lead(held, row.lead)
    for number in row.requests:
        move_requests(case, number, now=now)


def take_clocks(clocks: Clocks, part: Assignment, row: Row) -> None:
    """A unit that returned a case is held to nothing more, so it is neither in time nor late; of one
    that is recalled a breach stays (2.8)."""
    if row.target == AssignmentState.RECALLED:
        clocks.recall(part)
    else:
        clocks.cancel(part)


def leaves(held: Held, row: Row) -> bool:
    """Whether this row takes the case from its lead."""
    if held.lead is None or not workflow.fits(row.lead, held.lead.state):
        return False
    return workflow.pick(row.lead, held.lead.state).target in GONE


def _move_lead(held: Held, numbers: tuple[str, ...]) -> None:
    lead = held.the_lead
    if not workflow.fits(numbers, lead.state):
        held.set_lead(is_current=False)
        return
    row = workflow.pick(numbers, lead.state)
    held.clocks.stop(*row.stops)
    held.set_lead(state=AssignmentState(str(row.target)))
    if lead.state in GONE:
        held.set_lead(is_current=False)


def move_part(held: Held, part: Assignment, row: Row | None) -> None:
    """Move a co-unit's assignment along its row and stop the clocks the row stops; written at once."""
    if row is None or row.target is None:
        return
    part.state = AssignmentState(row.target)
    if part.state in GONE:
        take_clocks(held.clocks, part, row)
        part.is_current = False
    held.clocks.stop(*row.stops, assignment=part)
    save_fields(part, {"state", "is_current"})


def save_fields(part: Assignment, names: Iterable[str], *, into: Batch | None = None) -> None:
    values = {name: getattr(part, name) for name in sorted(names)}
    change(Assignment, [part.pk], values, into=into)


def move_requests(case: Case, number: str, *, now: datetime) -> None:
    """Move every request of the case that stands where the row starts."""
    row = REQUEST_ROWS[number]
    if row.target is None:  # R19: the action moves them to another case, in the state they have
        return
    target = RequestState(row.target)
    case.requests.filter(state__in=row.sources).update(state=target, state_since=now)
