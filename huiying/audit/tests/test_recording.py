import pytest
from django.db import DatabaseError, connection, transaction

from huiying.audit import actions
from huiying.audit.actions import TIMER, Entry, record, record_many
from huiying.audit.models import Pending
from huiying.audit.queries import events_of
from huiying.lib.errors import NotPossible

pytestmark = pytest.mark.django_db


def test_an_event_is_chained_to_the_one_before(now):
    first = record("case.submit", "case:1", by="requester", now=now, data={"数": 1}, first=True)
    second = record("case.accept", "case:1", by=TIMER, now=now, reason="clear")
    assert (second.seq, second.prev_hash, second.actor) == (2, first.hash, "timer")
    assert [event.computed_hash() == event.hash for event in events_of("case:1")] == [True, True]
    assert events_of("case:1")[0].details == {"数": 1}


def test_a_new_subject_costs_one_query_and_a_known_one_two(now, django_assert_num_queries):
    with django_assert_num_queries(1):
        record("case.submit", "case:1", by=TIMER, now=now, first=True)
    with django_assert_num_queries(2):
        record("case.accept", "case:1", by=TIMER, now=now)


def test_only_kinds_somebody_reacts_to_enter_the_outbox(now, monkeypatch):
    monkeypatch.setitem(actions.subscribed, "case.submit", (lambda event, at: None,))
    record("case.submit", "case:1", by=TIMER, now=now, first=True)
    record("case.accept", "case:1", by=TIMER, now=now)
    assert [pending.event.kind for pending in Pending.objects.all()] == ["case.submit"]


def test_many_events_form_the_same_chains_as_single_ones(now):
    record("area.add", "area:1", by=TIMER, now=now, first=True)
    entries = [Entry("area.change", f"area:{n % 3}", TIMER, now, {"n": n}) for n in range(9)]
    assert record_many(entries) == 9
    assert [event.seq for event in events_of("area:1")] == [1, 2, 3, 4]
    for event, following in zip(events_of("area:1")[0:3], events_of("area:1")[1:4], strict=True):
        assert following.prev_hash == event.hash == event.computed_hash()


def test_a_second_writer_of_the_same_link_is_refused(now):
    record("case.submit", "case:1", by=TIMER, now=now, first=True)
    with pytest.raises(NotPossible, match="same moment"), transaction.atomic():
        record("case.submit", "case:1", by=TIMER, now=now, first=True)
    assert events_of("case:1").count() == 1


@pytest.mark.parametrize(
    "statement", ["UPDATE events SET reason = 'never'", "DELETE FROM events", "DELETE FROM roots"]
)
def test_the_database_refuses_to_change_the_record(now, statement):
    record("case.submit", "case:1", by=TIMER, now=now, first=True)
    actions.sign_root(now)
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_a_bug(now):
    with pytest.raises(RuntimeError, match="transaction"):
        record("case.submit", "case:1", by=TIMER, now=now)
