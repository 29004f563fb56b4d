"""The one door through which a case moves: hold, check, move all three machines, count, record.

Every action on a case is `with step_on(...) as held:` around what is special to it. The case row is
locked, so the steps of one case never overlap; whoever comes second meets the new state and is told.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from huiying.audit import actions as audit
from huiying.audit.actions import Actor as Timer
from huiying.cases import workflow
from huiying.cases.actions.clocks import Clocks
from huiying.cases.actions.held import Held, move_along, move_part
from huiying.cases.actions.leaving import leave
from huiying.cases.actions.saving import cell_of, save, saved_of
from huiying.cases.actions.settling import settle, use_consent
from huiying.cases.choices import Step
from huiying.cases.models import Assignment, Case, Opinion
from huiying.cases.permissions import By, may_take
from huiying.cases.permissions.doors.supervision import ALWAYS_CONSENT
from huiying.cases.permissions.steps import Aside
from huiying.cases.queries import (
    Standing,
    id_numbered,
    seen_standing,
    standing_of,
    visible_prepared,
)
from huiying.cases.queries.prepared import ID_HOLES, TEXT_HOLES
from huiying.lib.errors import NotPossible, NotVisible, gettext_noop
from huiying.people.models import Person

NOT_VISIBLE = gettext_noop("This case is not within your reach.")
FASTER = gettext_noop("Somebody was faster: the case has moved on. Look at it again, then decide.")

SINGLE = frozenset({Step.SIGN, Step.NOTE})
"""Steps whose actions write nothing themselves: all that `step_on` writes for them is one statement
on PostgreSQL, which needs no transaction around it and no lock before it. Should somebody have
recorded another step on the case meanwhile, the record's next place is taken and the whole statement
is void (`audit.actions.Busy`); whoever takes the step may repeat it."""


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
    """Hold a case, require the step, move along its row, and record it when the body is done.

    `moves` names the table's step where it differs from the one the person takes; a step that the
    case table does not have leaves its state alone. With `part`, the step is one beside the lead: the
    assignment of a co-unit moves along the assignment table while the case stays; a call or an opinion
    is moved by the action.
    """
    is_single = step in SINGLE and part is None and isinstance(by, Person) and _stands_alone()
    whole: AbstractContextManager[object] = nullcontext() if is_single else transaction.atomic()
    with whole:
        held = (
            _look(step, case, by=by, now=now, version=version)
            if is_single and isinstance(by, Person)
            else _hold(step, case, by=by, now=now, version=version, part=part)
        )
        held.text, held.is_public = text, is_public
        before, was = cell_of(held.case), saved_of(held.case)
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
        save(held, step, before, was)
        for name, value in saved_of(held.case).items():
            setattr(case, name, value)


def _stands_alone() -> bool:
    """Whether one statement can be a transaction of its own here. SQLite writes a batch one after the
    other, and is locked as a whole anyway."""
    return connection.vendor == "postgresql" and not connection.in_atomic_block


def _by_id(found: QuerySet[Case]) -> QuerySet[Case]:
    return found.filter(pk=ID_HOLES[0])


def _by_number(found: QuerySet[Case]) -> QuerySet[Case]:
    return found.filter(case_no=TEXT_HOLES[0])


def _locked(found: QuerySet[Case]) -> QuerySet[Case]:
    return _by_id(found).select_for_update(of=("self",))


def _locked_numbered(found: QuerySet[Case]) -> QuerySet[Case]:
    return _by_number(found).select_for_update(of=("self",))


def _look(step: Step, case: Case, *, by: Person, now: datetime, version: int | None) -> Held:
    """The case as it stands, not locked."""
    shape, key = (_by_id, case.pk) if case.pk else (_by_number, case.case_no)
    found = seen_standing(shape, key, by, now=now)
    if found is None:
        raise _unseen(case)
    seen, standing = found
    case.pk = seen.pk
    return _required(step, seen, standing, by=by, now=now, version=version)


def _hold(
    step: Step,
    case: Case,
    *,
    by: By,
    now: datetime,
    version: int | None,
    part: Aside | None = None,
) -> Held:
    """The case as it stands, locked until the transaction ends."""
    if not isinstance(by, Person):
        locked = Case.objects.select_for_update().get(pk=case.pk)
        if isinstance(by, Timer) and workflow.rows_of("case", step):
            workflow.can_take("case", step, locked.state).require()
        fresh = _fresh(part, locked) if part is not None else None
        return _held(locked, standing_of(locked), by, now, fresh)
    if case.pk:
        seen = visible_prepared(_locked, by, now=now).first(case.pk)
    else:  # a program named it by its number
        seen = visible_prepared(_locked_numbered, by, now=now).first(case.case_no)
    if seen is None:
        raise _unseen(case)
    case.pk = seen.pk
    if part is not None:
        part = _fresh(part, seen)
    return _required(step, seen, standing_of(seen), by=by, now=now, version=version, part=part)


def _unseen(case: Case) -> NotVisible:
    """Why nothing was found; a number that nobody gave is another matter (404)."""
    case.pk = case.pk or id_numbered(case.case_no)
    return NotVisible(NOT_VISIBLE)


def _required(  # noqa: PLR0913 - as `step_on`
    step: Step,
    case: Case,
    standing: Standing,
    *,
    by: Person,
    now: datetime,
    version: int | None,
    part: Aside | None = None,
) -> Held:
    may_take(step, case, by=by, now=now, lead=standing.lead, part=part).require()
    if version is not None and version != case.version:
        raise NotPossible(FASTER)
    return _held(case, standing, by, now, part)


def _held(case: Case, standing: Standing, by: By, now: datetime, part: Aside | None) -> Held:
    clocks = Clocks(case, now, standing.clocks, lead=standing.lead)
    return Held(case, standing.lead, by, now, clocks, part, head=audit.head_of(standing.head))


def _fresh(part: Aside, case: Case) -> Aside:
    """The part as it stands now that the case is locked."""
    if not isinstance(part, Opinion):
        part = type(part).objects.select_related("unit").get(pk=part.pk, case=case.pk)
    else:
        part = Opinion.objects.get(pk=part.pk, case=case.pk)
    part.case = case
    return part
