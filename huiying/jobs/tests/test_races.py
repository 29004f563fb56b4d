"""Two at the same moment. SQLite admits one writer at a time, so only PostgreSQL can show a race."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from huiying.audit import actions as audit
from huiying.audit.actions import TIMER, record
from huiying.audit.models import Pending
from huiying.audit.queries import events_of
from huiying.jobs.actions import Answer, once
from huiying.lib.errors import NotPossible

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite admits one writer at a time"),
]


def at_once(*calls):
    """Run the calls in threads with connections of their own; results or refusals, in order."""

    def run(call):
        try:
            return call()
        except NotPossible as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def test_of_two_equal_requests_at_once_one_is_carried_out_and_both_are_answered(now):
    start, done = Barrier(4), []

    def ask():
        start.wait(5)
        return once("person:1", "k", "hash", act, now=now)

    def act():
        done.append(1)
        return Answer(201, {"number": 1})

    answers = at_once(ask, ask, ask, ask)
    assert len(done) == 1
    assert [answer.body for answer in answers] == [{"number": 1}] * 4
    assert sorted(answer.repeated for answer in answers) == [False, True, True, True]


def test_if_the_first_of_two_fails_the_second_is_carried_out(now):
    claimed, fail = Event(), Event()

    def refused():
        claimed.set()
        fail.wait(5)
        raise NotPossible("No.")

    def first():
        return once("person:1", "k", "hash", refused, now=now)

    def second():
        claimed.wait(5)
        fail.set()
        return once("person:1", "k", "hash", lambda: Answer(201, 2), now=now)

    no, yes = at_once(first, second)
    assert isinstance(no, NotPossible)
    assert yes == Answer(201, 2)


def test_of_two_writers_to_one_subject_one_is_refused_and_the_chain_holds(now):
    with transaction.atomic():
        record("case.submit", "case:1", by=TIMER, now=now, first=True)
    looked = Barrier(2)

    def write():
        with transaction.atomic():
            list(events_of("case:1"))
            looked.wait(5)
            return record("case.note", "case:1", by=TIMER, now=now)

    found = at_once(write, write)
    refused = [each for each in found if isinstance(each, NotPossible)]
    assert [event.seq for event in events_of("case:1")] == list(range(1, 4 - len(refused)))
    assert all(event.hash == event.computed_hash() for event in events_of("case:1"))


def test_two_workers_react_to_each_event_once_and_in_order(now, monkeypatch):
    seen = []
    monkeypatch.setitem(audit.subscribed, "case.note", (lambda event, at: seen.append(event),))
    with transaction.atomic():
        for number in range(120):
            record("case.note", f"case:{number % 5}", by=TIMER, now=now)
    at_once(lambda: audit.drain(now), lambda: audit.drain(now))
    audit.drain(now)
    assert not Pending.objects.exists()
    assert len(seen) == len({event.pk for event in seen}) == 120
    for number in range(5):
        order = [event.seq for event in seen if event.subject == f"case:{number}"]
        assert order == sorted(order)
