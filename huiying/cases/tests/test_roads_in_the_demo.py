"""The demo city walks every long road and begins cases otherwise; nothing it tries there is refused."""

from datetime import datetime
from random import Random

import pytest

from huiying.cases import demo
from huiying.cases.choices import CaseState, PlanState, StopState
from huiying.cases.demo import roads
from huiying.cases.demo.course import Course
from huiying.cases.demo.middle import live
from huiying.cases.demo.world import World
from huiying.cases.models import Case, HardCase, LegalCheck, Plan, SelfRaised, Termination
from huiying.lib.clock import SHANGHAI, local_date
from huiying.organisations import demo as organisations_demo

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 16, 0, tzinfo=SHANGHAI)


def test_every_road_is_walked(settings):
    organisations_demo.build("tiny", Random("roads places"), NOW, lambda line: None)
    world, chance, course = World(), Random("roads"), Course(NOW)
    for stop, (before, _weight) in roads.PLANNED.items():
        story = demo._planned(world, stop, demo._begin(world, before, chance, NOW), chance, 0)
        course.add(story.now, live(story))
    for at, life in roads.beginnings(world, 1, chance, NOW):
        course.add(at, life)
    course.run(local_date(world.workdays_before(NOW, 17)), lambda line: None)
    assert course.refused == []
    assert set(Plan.objects.values_list("state", flat=True)) == set(
        map(str, (PlanState.PROPOSED, PlanState.APPROVED, PlanState.BROKEN))
    )
    assert set(Termination.objects.values_list("state", flat=True)) == {
        str(StopState.ASKED),
        str(StopState.GRANTED),
    }
    assert LegalCheck.objects.exists()
    assert HardCase.objects.get().notes.exists()
    assert SelfRaised.objects.exists()
    assert Case.objects.filter(state=CaseState.PENDING_CALLBACK).exists()
