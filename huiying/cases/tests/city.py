"""A small demo city lived through and looked at, for the tests of what must hold in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from random import Random

from django.db import transaction

from huiying.audit.actions import sign_root
from huiying.audit.models import Event, Pending
from huiying.audit.queries import verify
from huiying.cases import demo
from huiying.cases.choices import AssignmentState, CaseState, ClockKind, PublicState
from huiying.cases.models import (
    Case,
    CaseCount,
    Clock,
    CountChange,
    Entry,
    PublicVersion,
    Reply,
    Request,
)
from huiying.cases.queries import counts_for, current_lead, forget_matrix
from huiying.cases.workflow.assignments import states_with_lead
from huiying.cases.workflow.cases import LEAD_REQUIRED, NO_LEAD
from huiying.cases.workflow.requests import LIVE
from huiying.lib.clock import SHANGHAI
from huiying.lib.workdays import Limit, Unit, due_or_provisional
from huiying.notifications.choices import MessageState
from huiying.notifications.models import Message
from huiying.organisations import demo as organisations_demo
from huiying.organisations.queries import calendar_for, forget
from huiying.people.models import Person
from huiying.search.queries import newest

NOW = datetime(2026, 11, 20, 16, 20, tzinfo=SHANGHAI)
ENDED = (CaseState.MERGED, CaseState.WITHDRAWN, CaseState.CLOSED, CaseState.ARCHIVED)


@dataclass
class Found:
    """What was seen in the city; each list names what is wrong."""

    told: list[str] = field(default_factory=list)
    case_states: set[str] = field(default_factory=set)
    request_states: set[str] = field(default_factory=set)
    published: int = 0
    wrong_lead: list[str] = field(default_factory=list)
    wrong_projection: list[str] = field(default_factory=list)
    live_on_ended: list[str] = field(default_factory=list)
    without_due: list[str] = field(default_factory=list)
    unexplained_due: list[str] = field(default_factory=list)
    counts: tuple[object, object] = (None, None)
    visible_counts: tuple[object, object] = (None, None)
    faults: list[str] = field(default_factory=list)
    events: int = 0
    waiting: int = 0
    unfindable: list[str] = field(default_factory=list)
    sign_ins: list[object] = field(default_factory=list)
    print_of: str = ""
    numbers: dict[str, int] = field(default_factory=dict)
    steps: set[str] = field(default_factory=set)


@contextmanager
def forgotten_afterwards() -> Iterator[None]:
    forget()
    forget_matrix()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget()
    forget_matrix()


def build(seed: int) -> list[str]:
    told: list[str] = []
    organisations_demo.build("tiny", Random(f"{seed} places"), NOW, told.append)
    demo.build("tiny", Random(f"{seed} requests"), NOW, told.append)
    return told


def look(told: list[str]) -> Found:
    seen = Found(told=told, numbers=numbers(), print_of=print_of())
    for case in Case.objects.all():
        _look_at(case, seen)
    # the dates of plans and of the register are people's own, not reckoned from a limit
    dated = Clock.objects.exclude(kind__in=[ClockKind.PLAN, ClockKind.HARD])
    for clock in dated.prefetch_related("changes"):
        if not _is_explained(clock):
            seen.unexplained_due.append(f"{clock.pk} {clock}")
    ended = Request.objects.filter(state__in=LIVE, case__state__in=ENDED)
    seen.live_on_ended = [f"{each.pk} {each.state}" for each in ended]
    seen.request_states = set(Request.objects.values_list("state", flat=True))
    seen.published = PublicVersion.objects.filter(state=PublicState.PUBLISHED).count()
    seen.counts = _kept_and_live()
    seen.visible_counts = _seen_and_live()
    seen.steps = {kind.partition(".")[2] for kind in Event.objects.values_list("kind", flat=True)}
    sign_root(NOW)
    report = verify()
    seen.faults, seen.events = report.faults, report.events
    seen.waiting = (
        Pending.objects.count() + Message.objects.filter(state=MessageState.QUEUED).count()
    )
    seen.sign_ins = list(organisations_demo.sign_ins())
    return seen


def _look_at(case: Case, seen: Found) -> None:
    seen.case_states.add(case.state)
    lead = current_lead(case)
    if (case.state in LEAD_REQUIRED and not lead) or (case.state in NO_LEAD and lead):
        seen.wrong_lead.append(f"{case} {case.state}")
    if case.state not in states_with_lead(AssignmentState(lead.state) if lead else None):
        seen.wrong_projection.append(f"{case} {case.state} {lead and lead.state}")
    if lead is not None and case.lead_unit_id != lead.unit_id:
        seen.wrong_lead.append(f"{case} {case.lead_unit_id}")
    if case.assignments.filter(is_current=True).exists() and case.promised_due is None:
        seen.without_due.append(str(case))
    if case.pk not in newest("case", case.case_no, limit=20):
        seen.unfindable.append(case.title)


def _is_explained(clock: Clock) -> bool:
    """I7: where it started plus every recorded change is where it stands."""
    first = next((each for each in clock.changes.all() if each.old_amount), None)
    amount, unit = (
        (first.old_amount, first.old_unit) if first else (clock.amount, clock.amount_unit)
    )
    assert amount
    limit = Limit(amount, Unit(unit))
    due = due_or_provisional(clock.started_at, limit, calendar_for(clock.area_code)).at
    for change in clock.changes.all():
        if change.old != due:
            return False
        due = change.new
    return due == clock.due


def _kept_and_live() -> tuple[object, object]:
    kept = {(row.county, row.unit_id, row.state): row.n for row in CaseCount.objects.exclude(n=0)}
    live: dict[object, int] = {}
    for area, unit, state in Case.objects.values_list("area_code", "lead_unit_id", "state"):
        key = (area[:6], unit or 0, state)
        live[key] = live.get(key, 0) + 1
    return (kept, CountChange.objects.count()), (live, 0)


def _seen_and_live() -> tuple[object, object]:
    counted = counts_for(Person.objects.get(username="supervisor"), now=NOW)
    return sum(counted.values()), Case.objects.count()


def numbers() -> dict[str, int]:
    people = Person.objects.count()
    models = (Request, Case, Clock, Entry, Reply, PublicVersion, Message)
    return {"people": people, **{model.__name__: model.objects.count() for model in models}}


def print_of() -> str:
    """A hash over everything that is said."""
    rows = [
        *Request.objects.order_by("receipt_no").values_list("receipt_no", "title", "text", "state"),
        *Case.objects.order_by("case_no").values_list("case_no", "title", "text", "state"),
        *Entry.objects.order_by("id").values_list("step", "state", "text", "at"),
        *Reply.objects.order_by("id").values_list("text", "submitted_at"),
        *Person.objects.order_by("username").values_list("username", "name"),
    ]
    return sha256(repr(rows).encode()).hexdigest()
