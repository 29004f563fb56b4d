from datetime import timedelta

import pytest

from huiying.jobs.actions import Answer, forget_keys, once, once_sealed
from huiying.jobs.models import IdempotencyKey
from huiying.jobs.rules import body_hash
from huiying.lib.errors import NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(now):
    """Asks for the same thing again and again; counts how often it was done."""

    class Door:
        done = 0

        def act(self):
            self.done += 1
            return Answer(201, {"number": self.done})

        def ask(self, key="k1", body="one", owner="person:1"):
            return once(owner, key, body_hash(body), self.act, now=now)

    return Door()


def test_the_same_request_is_carried_out_once(door):
    assert door.ask() == Answer(201, {"number": 1})
    assert door.ask() == Answer(201, {"number": 1}, repeated=True)
    assert door.done == 1


def test_another_body_under_the_same_key_is_refused(door):
    door.ask()
    with pytest.raises(NotPossible, match="different request"):
        door.ask(body="two")
    assert door.done == 1


def test_keys_belong_to_their_owner_and_an_empty_key_asks_for_nothing(door):
    door.ask()
    door.ask(owner="person:2")
    door.ask(key="")
    door.ask(key="")
    assert door.done == 4


def test_a_refused_request_may_be_repeated(door, now):
    def refuse():
        raise NotPossible("Not now.")

    with pytest.raises(NotPossible, match=r"Not now\."):
        once("person:1", "k1", body_hash("one"), refuse, now=now)
    assert door.ask().body == {"number": 1}


def test_a_key_that_is_too_long_is_refused(door):
    with pytest.raises(NotPossible, match="80"):
        door.ask(key="k" * 81)


def test_a_first_request_costs_two_statements_and_its_own(now, django_assert_num_queries):
    with django_assert_num_queries(4):  # savepoint, claim, keep, release
        once("person:1", "k", body_hash(b"x"), lambda: Answer(200, None), now=now)


def test_old_answers_are_forgotten(door, now):
    door.ask()
    assert forget_keys(now + timedelta(days=6)) == 0
    assert forget_keys(now + timedelta(days=8)) == 1
    assert not IdempotencyKey.objects.exists()


def test_a_sealed_answer_is_given_again_and_nothing_kept_tells_it(now):
    def act():
        return Answer(201, {"code": "482913"})

    first = once_sealed("person:1", "k-1", "hash", act, now=now)
    again = once_sealed("person:1", "k-1", "hash", act, now=now)
    assert (first.body, again) == ({"code": "482913"}, Answer(201, {"code": "482913"}, True))
    kept = str(IdempotencyKey.objects.values().get())
    assert "482913" not in kept
    assert "k-1" not in kept


def test_a_sealed_answer_keeps_the_rules_of_keys(now):
    with pytest.raises(NotPossible, match="80"):
        once_sealed("person:1", "k" * 81, "hash", lambda: Answer(201, 1), now=now)
    once_sealed("person:1", "k", "hash", lambda: Answer(201, 1), now=now)
    with pytest.raises(NotPossible, match="different request"):
        once_sealed("person:1", "k", "other", lambda: Answer(201, 2), now=now)
    once_sealed("person:1", "", "hash", lambda: Answer(201, 3), now=now)
    assert IdempotencyKey.objects.count() == 1
