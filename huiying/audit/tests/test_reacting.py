from datetime import timedelta

import pytest
from django.db import connection

from huiying.audit.actions import TIMER, drain, record, retry, subscribe, subscribed
from huiying.audit.actions.reacting import BATCH
from huiying.audit.models import Pending
from huiying.audit.queries import set_aside, waiting

pytestmark = pytest.mark.django_db


class Seen(list):
    """Keeps what it reacted to; fails while `broken`."""

    def __init__(self, name):
        super().__init__()
        self.broken = False
        self.__module__, self.__qualname__ = "tests", name

    def __call__(self, event, now):
        if self.broken:
            with connection.cursor() as cursor:
                cursor.execute("SELECT no_such_column")
        self.append((event.subject, event.seq))


@pytest.fixture
def reactions():
    before = dict(subscribed)
    one, two = Seen("one"), Seen("two")
    subscribe({"case.note": [one, two], "case.idle": []})
    yield one, two
    subscribe(before)


def note(now, *subjects):
    for subject in subjects:
        record("case.note", subject, by=TIMER, now=now)


def test_reactions_run_in_order_and_once(reactions, now):
    one, two = reactions
    note(now, "case:1", "case:2", "case:1")
    assert drain(now) == 3
    assert drain(now) == 0
    assert sorted(one) == sorted(two) == [("case:1", 1), ("case:1", 2), ("case:2", 1)]
    assert one.index(("case:1", 1)) < one.index(("case:1", 2))


def test_a_batch_costs_few_queries(reactions, now, django_assert_max_num_queries):
    note(now, *(f"case:{n}" for n in range(BATCH)))
    with django_assert_max_num_queries(7):
        assert drain(now) == BATCH


def test_a_kind_without_reactions_is_not_queued(reactions, now):
    record("case.idle", "case:1", by=TIMER, now=now)
    assert waiting() == 0


def test_a_failing_reaction_holds_up_only_its_own_subject(reactions, now):
    one, two = reactions
    one.broken = True
    note(now, "case:1", "case:1")
    one_pending = Pending.objects.earliest("id")
    drain(now)
    assert two == [("case:1", 1)]
    assert waiting() == 2
    one_pending.refresh_from_db()
    assert "Error" in one_pending.fault
    one.broken = False
    note(now, "case:2")
    assert drain(now) == 1
    assert drain(now + timedelta(seconds=1)) == 2
    assert one == [("case:2", 1), ("case:1", 1), ("case:1", 2)]
    assert two == [("case:1", 1), ("case:2", 1), ("case:1", 2)]


def test_a_reaction_that_keeps_failing_is_set_aside_and_can_be_retried(reactions, now):
    one, _ = reactions
    one.broken = True
    note(now, "case:1", "case:1")
    first = Pending.objects.earliest("id")
    for hour in range(7):
        drain(now + timedelta(hours=hour))
    assert list(set_aside()) == [first]
    one.broken = False
    assert drain(now + timedelta(hours=8)) == 1
    retry(first)
    assert drain(now + timedelta(hours=8)) == 1
    assert not Pending.objects.exists()


def test_the_fault_names_the_place_and_not_the_words(reactions, now):
    one, _ = reactions
    one.broken = True
    note(now, "case:1")
    drain(now)
    fault = Pending.objects.earliest("id").fault
    assert fault.startswith("tests.one: ")
    assert "no_such_column" not in fault
