"""What must hold of every case at any time (workflow 2.9), over a small demo city lived through; and that
everything the tables know happens there.

The city is built once, twice over for comparison, looked at, and rolled back; the tests read what was
found.
"""

from random import Random

import pytest
from django.test import override_settings

from huiying.cases.choices import CaseState, RequestState, Step
from huiying.cases.demo.voices import refusals, slots, voices
from huiying.cases.models import Category
from huiying.cases.tests.city import build, forgotten_afterwards, look, numbers, print_of
from huiying.people.choices import Role

# The database is made only when a test says that it wants one; the fixtures below cannot say so.
pytestmark = pytest.mark.django_db

MD5 = ["django.contrib.auth.hashers.MD5PasswordHasher"]
BY_ANOTHER_NAME = {
    Step.CALL_UNITS: (Step.WHISTLE, Step.ESCALATE),
    Step.CONCLUDE_CALLS: (Step.CONCLUDE_WHISTLE, Step.CONCLUDE_ESCALATION),
    Step.ASSIGN: (Step.DISPATCH, Step.ADD_CO_UNIT),
    Step.REDO: (Step.REWORK, Step.SPOT_CHECK),
    Step.PLAN_DONE: (Step.RECORD_PLAN_STEP, Step.REPLY),
    Step.MEET_PLAN: (Step.RECORD_PLAN_STEP, Step.REPLY),
    Step.GRANT_STOP: (Step.TERMINATE,),
    Step.CALLBACK_OPEN: (Step.RELEASE,),
}
"""Rows beside a step that people take: the record names that one."""
NOT_IN_A_MONTH = {
    Step.ARCHIVE_MERGED: "put away with its survivor, when that one's windows are over",
    Step.CALLBACK_CANCEL: "recorded with what ends the case while somebody is still to be called",
}
"""Steps of the platform that the smallest city is too short for, each with the reason."""


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    with (
        django_db_blocker.unblock(),
        override_settings(PASSWORD_HASHERS=MD5, DATA_DIR=folder, MEDIA_ROOT=folder),
        forgotten_afterwards(),
    ):
        return look(build(1))


@pytest.fixture(scope="module")
def repeated(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("again")
    with (
        django_db_blocker.unblock(),
        override_settings(PASSWORD_HASHERS=MD5, MEDIA_ROOT=folder),
        forgotten_afterwards(),
    ):
        build(1)
        return numbers(), print_of()


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


@pytest.mark.parametrize("step", sorted(set(Step) - set(BY_ANOTHER_NAME) - set(NOT_IN_A_MONTH)))
def test_every_step_is_taken_somewhere_in_the_city(found, step):
    assert step in found.steps


@pytest.mark.parametrize("step", sorted(BY_ANOTHER_NAME))
def test_what_goes_by_another_name_is_seen_under_that(found, step):
    assert step not in found.steps
    assert found.steps.issuperset(BY_ANOTHER_NAME[step])


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
