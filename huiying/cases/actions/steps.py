"""The one door through which a case moves: lock, check, move all three machines, count, record.

Every action on a case is `with step_on(...) as held:` around what is special to it. The case row is
locked, so the steps of one case never overlap; whoever comes second meets the new state and is told.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from huiying.audit import actions as audit
from huiying.audit.actions import Actor as Timer
from huiying.audit.actions import Batch
from huiying.cases import workflow
from huiying.cases.actions.clocks import Clocks
from huiying.cases.actions.leaving import leave
from huiying.cases.actions.rows import append, change
from huiying.cases.actions.settling import settle, use_consent
from huiying.cases.choices import AssignmentState, CaseState, RequestState, Step
from huiying.cases.models import Assignment, Case, CountChange, Entry, Opinion
from huiying.cases.permissions import By, may_take
from huiying.cases.permissions.doors.supervision import ALWAYS_CONSENT
from huiying.cases.permissions.steps import Aside
from huiying.cases.queries import id_numbered, standing_of, visible_prepared
from huiying.cases.queries.prepared import ID_HOLES, TEXT_HOLES
from huiying.cases.workflow.assignments import GONE
from huiying.cases.workflow.requests import BY_NUMBER as REQUEST_ROWS
from huiying.cases.workflow.table import Row
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, NotVisible, gettext_noop
from huiying.organisations.queries import units_of
from huiying.people.models import Person

NOT_VISIBLE = gettext_noop("This case is not within your reach.")
FASTER = gettext_noop("Somebody was faster: the case has moved on. Look at it again, then decide.")


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


@contextmanager
def step_on(  # noqa: PLR0913 - who takes which step on what, when, with which words
    step: Step,
    case: Case,
    *,
    by: By,
    now: datetime,
    text: str = "",
    is_public: bool = False,
    moves: Step | None = None,
    version: int | None = None,
    part: Aside | None = None,
) -> Iterator[Held]:
    """Lock a case, require the step, move along its row, and record it when the body is done.

    `moves` names the table's step where it differs from the one the person takes; a step that the
    case table does not have leaves its state alone. With `part`, the step is one beside the lead: the
    assignment of a co-unit moves along the assignment table while the case stays; a call or an opinion
    is moved by the action.
    """
    with transaction.atomic():
        held = _hold(step, case, by=by, now=now, version=version, part=part)
        held.text, held.is_public = text, is_public
        before, was = _cell(held.case), _saved(held.case)
        row = workflow.row_for("case", moves or step, held.case.state)
        if row is not None:
            move_along(held, row)
        if isinstance(held.part, Assignment):
            row = workflow.row_for("assignment", moves or step, held.part.state)
            move_part(held, held.part, row)
        yield held
        leave(held.case, held.clocks, was=str(was["state"]), now=now)
        settle(held.case, held.lead, held.clocks)
        if step in ALWAYS_CONSENT and held.case.is_supervised:
            use_consent(held.case, step, now)
        _save(held, step, before, was)
        for name, value in _saved(held.case).items():
            setattr(case, name, value)


def _locked(found: QuerySet[Case]) -> QuerySet[Case]:
    return found.filter(pk=ID_HOLES[0]).select_for_update(of=("self",))


def _locked_numbered(found: QuerySet[Case]) -> QuerySet[Case]:
    return found.filter(case_no=TEXT_HOLES[0]).select_for_update(of=("self",))


def _hold(
    step: Step,
    case: Case,
    *,
    by: By,
    now: datetime,
    version: int | None,
    part: Aside | None = None,
) -> Held:
    if not isinstance(by, Person):
        locked = Case.objects.select_for_update().get(pk=case.pk)
        standing = standing_of(locked)
        lead, running = standing.lead, standing.clocks
        if isinstance(by, Timer) and workflow.rows_of("case", step):
            workflow.can_take("case", step, locked.state).require()
        fresh = _fresh(part, locked) if part is not None else None
        held = Held(locked, lead, by, now, Clocks(locked, now, running, lead=lead), fresh)
        held.head = audit.head_of(standing.head)
        return held
    if not case.pk:  # a program named it by its number
        seen = visible_prepared(_locked_numbered, by, now=now).first(case.case_no)
        case.pk = seen.pk if seen else id_numbered(case.case_no)
    else:
        seen = visible_prepared(_locked, by, now=now).first(case.pk)
    if seen is None:
        raise NotVisible(NOT_VISIBLE)
    standing = standing_of(seen)
    lead, running = standing.lead, standing.clocks
    if part is not None:
        part = _fresh(part, seen)
    may_take(step, seen, by=by, now=now, lead=lead, part=part).require()
    if version is not None and version != seen.version:
        raise NotPossible(FASTER)
    held = Held(seen, lead, by, now, Clocks(seen, now, running, lead=lead), part)
    held.head = audit.head_of(standing.head)
    return held


def _fresh(part: Aside, case: Case) -> Aside:
    """The part as it stands now that the case is locked."""
    if not isinstance(part, Opinion):
        part = type(part).objects.select_related("unit").get(pk=part.pk, case=case.pk)
    else:
        part = Opinion.objects.get(pk=part.pk, case=case.pk)
    part.case = case
    return part


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


def _cell(case: Case) -> tuple[str, int, str]:
    return case.area_code[:6], case.lead_unit_id or 0, case.state


def count(changes: list[tuple[tuple[str, int, str], int]], *, into: Batch) -> None:
    """Note cases entering and leaving cells of the kept counts."""
    append(
        *(
            CountChange(county=county, unit_id=unit, state=state, n=n)
            for (county, unit, state), n in changes
        ),
        into=into,
    )


_SAVED = (
    "state",
    "state_since",
    "lead_unit_id",
    "first_receiver_id",
    "priority",
    "closed_at",
    "close_reason",
    "promised_due",
    "is_provisional",
    "next_due",
    "next_clock",
    "has_accused",
    "has_recusals",
    "supervision",
    "kind",
    "category_id",
    "priority",
    "is_confidential",
    "is_confidential",
    "merged_into_id",
    "version",
)


def _saved(case: Case) -> dict[str, object]:
    return {name: getattr(case, name) for name in _SAVED}


def _save(held: Held, step: Step, before: tuple[str, int, str], was: Mapping[str, object]) -> None:
    case, batch = held.case, Batch()
    if held.lead is not None and held.lead_fields:
        save_fields(held.lead, held.lead_fields, into=batch)
    held.clocks.save(into=batch)
    case.next_due, case.next_clock = held.clocks.first()
    case.is_provisional = held.clocks.is_provisional
    case.version += 1
    moved = {name: value for name, value in _saved(case).items() if value != was[name]}
    change(Case, [case.pk], moved, into=batch)
    if (after := _cell(case)) != before:
        count([(before, -1), (after, +1)], into=batch)
    note(held, step, into=batch)
    batch.run()


def note(held: Held, step: Step, *, into: Batch) -> None:
    """Write the step on the timeline and into the audit record (which holds no free text)."""
    case, by = held.case, held.by
    person = by if isinstance(by, Person) else None
    units = sorted(units_of(person, local_date(held.now))) if person else []
    append(
        Entry(
            case=case,
            at=held.now,
            step=step,
            state=case.state,
            by_id=person.pk if person else None,
            by_name=person.name if person else "",
            unit_id=units[0] if units else None,
            text=held.text,
            is_public=held.is_public,
        ),
        into=into,
    )
    audit.record(
        f"case.{step}",
        case.subject,
        by=by,
        now=held.now,
        data={"state": case.state, "unit": case.lead_unit_id, **held.data},
        into=into,
        head=held.head,
    )
