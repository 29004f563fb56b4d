"""The arithmetic of the speed measurement; the measurement itself is `make bench`."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bench import corpus, load, processes, traffic
from bench.operations import COUNTS, CREATE, SEARCH, Comparison, Slot, compare, nearest_rank
from bench.sides import plain_scan


def slot(side="bare", operation="create", round_=1, done=100, application=100.0, **others):
    costs = {"worker_ms": 0.0, "database_ms": 50.0} | others
    return Slot(
        operation=operation,
        side=side,
        round=round_,
        done=done,
        seconds=2.0,
        p50_ms=1.0,
        p95_ms=2.0,
        application_ms=application,
        memory_mb=10.0,
        **costs,
    )


def test_cpu_per_operation_adds_application_background_and_database():
    assert slot(done=100, application=100, worker_ms=30, database_ms=70).cpu_ms == 2.0


def test_the_quietest_round_of_each_side_is_compared():
    slots = [
        slot(side, round_=round_, application=application)
        for side, costs in (("bare", (100, 50, 400)), ("product", (900, 250, 500)))
        for round_, application in enumerate(costs)
    ]
    (comparison,) = compare(slots)
    assert (comparison.bare.round, comparison.product.round) == (1, 1)
    assert comparison.times == 3.0
    assert comparison.aim_met
    assert comparison.fastest == 50


def test_an_operation_measured_on_one_side_is_not_compared():
    assert compare([slot("product")]) == []


@pytest.mark.parametrize(
    ("operation", "product", "met"),
    [(CREATE, 400, True), (CREATE, 401, False), (SEARCH, 100, True), (COUNTS, 100, False)],
)
def test_aims_are_limits_and_counts_must_be_cheaper(operation, product, met):
    bare = slot(application=100)
    other = slot("product", application=product)
    assert Comparison(operation, bare, other, 1, 1).aim_met is met


def test_quantiles_are_discrete():
    assert nearest_rank([1, 2, 3, 4], 0.5) == 2
    assert nearest_rank([1, 2, 3, 4], 0.95) == 4
    assert nearest_rank([7], 0.5) == 7
    assert nearest_rank([], 0.5) == 0


def test_the_corpus_is_the_same_on_every_machine():
    message = corpus.message(3)
    assert message == corpus.message(3)
    assert message.title == "石榴街道乱停车：货车把巷口堵得救护车进不来"
    assert (message.queue, message.status, message.age) == (4, "closed", 845334)


def test_texts_have_their_length_and_every_queue_its_share():
    messages = [corpus.message(number) for number in range(2_000)]
    assert {len(m.body) for m in messages} == {corpus.LENGTH}
    assert {m.queue for m in messages} == set(range(1, corpus.QUEUES + 1))
    closed = sum(m.status == "closed" for m in messages)
    assert 0.35 < closed / len(messages) < 0.45
    assert all(plain_scan(messages).values())


def test_a_request_says_its_length_in_bytes():
    request = next(traffic.requests("bare", "create", {}, random.Random(1)))
    head, _, body = request.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert b"Authorization: Token bench" in head


def test_the_load_generator_knows_where_an_answer_ends():
    assert load._length(b"HTTP/1.1 200 OK\r\ncontent-len") == load.UNKNOWN
    assert load._length(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab") == 43
    assert load._length(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n") == load.CHUNKED


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="CPU is read from /proc")
def test_the_cpu_of_ended_children_still_counts():
    before = processes.cpu_ms(os.getpid())
    subprocess.run([sys.executable, "-c", "sum(range(5_000_000))"], check=True)
    assert processes.cpu_ms(os.getpid()) - before >= 30
