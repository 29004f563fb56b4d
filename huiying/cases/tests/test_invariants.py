"""What must hold of every case at any time (workflow 2.9), over a small demo city lived through.

The city is built once, twice over for comparison, looked at, and rolled back; the tests read what was
found.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from random import Random

import pytest
from django.db import transaction
from django.test import override_settings

from huiying.audit.actions import sign_root
from huiying.audit.models import Pending
from huiying.audit.queries import verify
from huiying.cases import demo
from huiying.cases.choices import (
    AssignmentState,
    CaseState,
    ClockKind,
    PublicState,
    RequestState,
)
from huiying.cases.demo.voices import refusals, slots, voices
from huiying.cases.models import (
    Case,
    CaseCount,
    Category,
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
from huiying.people.choices import Role
from huiying.people.models import Person
from huiying.search.queries import newest

# The database is made only when a test says that it wants one; the fixtures below cannot say so.
pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 16, 20, tzinfo=SHANGHAI)
MD5 = ["django.contrib.auth.hashers.MD5PasswordHasher"]
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


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    with (
        django_db_blocker.unblock(),
        override_settings(PASSWORD_HASHERS=MD5, DATA_DIR=folder, MEDIA_ROOT=folder),
        _forgotten_afterwards(),
    ):
        return _look(_build(1))


@pytest.fixture(scope="module")
def repeated(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("again")
    with (
        django_db_blocker.unblock(),
        override_settings(PASSWORD_HASHERS=MD5, MEDIA_ROOT=folder),
        _forgotten_afterwards(),
    ):
        _build(1)
        return _numbers(), _print_of()


@contextmanager
def _forgotten_afterwards():
    forget()
    forget_matrix()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget()
    forget_matrix()


def _build(seed: int) -> list[str]:
    told: list[str] = []
    organisations_demo.build("tiny", Random(f"{seed} places"), NOW, told.append)
    demo.build("tiny", Random(f"{seed} requests"), NOW, told.append)
    return told


def _look(told: list[str]) -> Found:
    seen = Found(told=told, numbers=_numbers(), print_of=_print_of())
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


def _numbers() -> dict[str, int]:
    people = Person.objects.count()
    models = (Request, Case, Clock, Entry, Reply, PublicVersion, Message)
    return {"people": people, **{model.__name__: model.objects.count() for model in models}}


def _print_of() -> str:
    """A hash over everything that is said."""
    rows = [
        *Request.objects.order_by("receipt_no").values_list("receipt_no", "title", "text", "state"),
        *Case.objects.order_by("case_no").values_list("case_no", "title", "text", "state"),
        *Entry.objects.order_by("id").values_list("step", "state", "text", "at"),
        *Reply.objects.order_by("id").values_list("text", "submitted_at"),
        *Person.objects.order_by("username").values_list("username", "name"),
    ]
    return sha256(repr(rows).encode()).hexdigest()


def test_the_city_has_every_state_that_can_be_reached_in_a_month(found):
    assert found.case_states >= {
        CaseState.PENDING_DISPATCH,
        CaseState.PENDING_SIGN,
        CaseState.RETURN_PENDING,
        CaseState.IN_PROGRESS,
        CaseState.PENDING_REVIEW,
        CaseState.PENDING_CALLBACK,
        CaseState.REWORK,
        CaseState.CLOSED,
    }
    assert found.request_states >= {
        RequestState.SUBMITTED,
        RequestState.NEEDS_INFO,
        RequestState.NOT_ACCEPTED,
        RequestState.ON_CASE,
        RequestState.REPLIED,
        RequestState.CLOSED,
    }
    assert found.published > 0


def test_no_step_of_a_story_is_refused(found):
    assert not [line for line in found.told if "refused" in line]


def test_a_case_has_one_lead_where_the_tables_ask_for_one_and_none_elsewhere(found):
    assert found.wrong_lead == []


def test_a_case_mirrors_its_lead(found):
    assert found.wrong_projection == []


def test_no_live_request_hangs_on_an_ended_case(found):
    assert found.live_on_ended == []


def test_whoever_has_a_case_has_a_due_date(found):
    assert found.without_due == []


def test_every_due_date_is_its_start_and_the_recorded_changes(found):
    assert found.unexplained_due == []


def test_kept_counts_are_the_live_ones(found):
    assert found.counts[0] == found.counts[1]
    assert found.visible_counts[0] == found.visible_counts[1]


def test_the_record_is_whole(found):
    assert found.faults == []
    assert found.events > 100


def test_nothing_waits_to_be_reacted_to_or_sent(found):
    assert found.waiting == 0


def test_every_case_is_found_at_once(found):
    assert found.unfindable == []


def test_there_is_one_sign_in_for_each_role(found):
    assert {each.role for each in found.sign_ins} == set(Role)


def test_the_same_seed_and_time_make_the_same_city(found, repeated):
    assert (found.numbers, found.print_of) == repeated


def test_every_voice_has_a_category_and_fills_its_slots():
    codes = set(Category.objects.values_list("code", flat=True))
    assert len(voices()) >= 60
    assert [each.title for each in voices() if each.category not in codes] == []
    filled = slots(Random(1), {"village": "柳塘村", "town": "梅原镇", "kind": "village"})
    for each in voices():
        said = (each.title, each.text, each.reply, each.again, each.answer, each.plain)
        assert all(text.format(**filled) is not None for text in said)
    assert len({kind for kind, *_ in refusals()}) > 2
