"""The demo city reopens what was closed or archived, and takes a second return to the panel."""

from datetime import datetime
from random import Random

import pytest

from huiying.audit.actions import subscribe, subscribed
from huiying.audit.models import Event
from huiying.cases import demo, tasks
from huiying.cases.choices import CaseState, Step, SupervisionCause
from huiying.cases.demo import beginning, reopening, together
from huiying.cases.demo.course import Course
from huiying.cases.demo.middle import live
from huiying.cases.demo.returning import dispatch, return_refused, sent_to_the_wrong_one
from huiying.cases.demo.world import World
from huiying.cases.models import Case, ReturnRequest, Supervision
from huiying.lib.clock import SHANGHAI, local_date
from huiying.organisations import demo as organisations_demo

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 16, 0, tzinfo=SHANGHAI)


@pytest.fixture
def world():
    organisations_demo.build("tiny", Random("reopening places"), NOW, lambda line: None)
    return World()


def lived(world, lives, days):
    course = Course(NOW)
    for at, life in lives:
        course.add(at, life)
    course.run(local_date(world.workdays_before(NOW, days)), lambda line: None)
    assert course.refused == []


def planned(world, stop, before, chance):
    return demo._planned(world, stop, demo._begin(world, before, chance, NOW), chance, 0)


def test_the_archive_opens_and_closed_matters_go_to_another_unit(world):
    chance = Random("reopening")
    stories = {
        stop: planned(world, stop, before, chance)
        for stop, (before, _weight) in reopening.PLANNED.items()
    }
    lived(world, [(each.now, live(each)) for each in stories.values()], 24)
    for story in stories.values():
        story.case.refresh_from_db()
    assert stories["archived"].case.state == CaseState.REWORK
    for stop in ("withdrawn", "elsewhere"):
        case = stories[stop].case
        assert case.state == CaseState.PENDING_SIGN
        assert case.lead_unit != case.first_receiver
    kinds = set(Event.objects.values_list("kind", flat=True))
    steps = (Step.REOPEN_ARCHIVED, Step.REOPEN_ARCHIVED_ELSEWHERE, Step.REOPEN_ELSEWHERE)
    assert {f"case.{step}" for step in steps} <= kinds


def test_a_part_is_done_again_with_its_whole(world):
    lives = [
        (at, life)
        for at, life in together.lives(world, Random("parts"), NOW, 1)
        if life.__name__ == "_split_and_redone"
    ]
    lived(world, lives, 10)
    child = Case.objects.get(parent__isnull=False)
    assert (child.state, child.parent.state) == (CaseState.REWORK, CaseState.REWORK)


def test_the_panel_decides_what_a_second_unit_returns(world):
    chance = Random("returns")
    story = planned(world, "working", 5, chance)
    story.stop = ""

    def twice():
        yield story.at(story.now)
        beginning.submit(story)
        yield story.after(0.1, 0.5, office=False)
        story.stop = "working"
        yield from beginning.intake(story)
        story.stop = ""
        right = world.lead_for(story.said.unit, story.spot, None)
        yield from sent_to_the_wrong_one(story, world.lead_for("office", story.spot, None))
        dispatch(story, right)
        yield from return_refused(story, right)

    lived(world, [(story.now, twice())], 6)
    states = set(ReturnRequest.objects.values_list("state", flat=True))
    assert states == {"AGREED", "DESIGNATED"}
    story.case.refresh_from_db()
    assert story.case.state == CaseState.IN_PROGRESS


def test_one_who_asks_again_and_again_has_the_unit_reminded(world):
    before = dict(subscribed)
    subscribe(tasks.REACTIONS)
    lives = [
        (at, life)
        for at, life in together.lives(world, Random("impatient"), NOW, 1)
        if life.__name__ == "_impatient"
    ]
    lived(world, lives, 7)
    subscribe(before)
    assert Supervision.objects.get().cause == SupervisionCause.REPEATED
