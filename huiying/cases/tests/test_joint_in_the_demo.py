"""The demo city shows every way in which several units meet; nothing it tries there is refused."""

from datetime import datetime
from random import Random

import pytest

from huiying.cases import demo
from huiying.cases.choices import Part, ReturnState
from huiying.cases.demo import joint
from huiying.cases.demo.course import Course
from huiying.cases.demo.middle import live
from huiying.cases.demo.world import World
from huiying.cases.models import Report, ReturnRequest
from huiying.lib.clock import SHANGHAI, local_date
from huiying.organisations import demo as organisations_demo

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 16, 0, tzinfo=SHANGHAI)


def test_every_meeting_takes_place(settings):
    organisations_demo.build("tiny", Random("joint places"), NOW, lambda line: None)
    world, chance, course = World(), Random("joint"), Course(NOW)
    for stop, (before, _weight) in joint.PLANNED.items():
        story = demo._planned(world, stop, demo._begin(world, before, chance, NOW), chance, 0)
        course.add(story.now, live(story))
    course.run(local_date(world.workdays_before(NOW, 12)), lambda line: None)
    assert course.refused == []
    of_parts = ReturnRequest.objects.filter(assignment__part=Part.CO)
    assert set(of_parts.values_list("state", flat=True)) == {
        ReturnState.AT_PANEL,
        ReturnState.DESIGNATED,
    }
    settled = of_parts.get(state=ReturnState.DESIGNATED).assignment
    assert Report.objects.filter(assignment=settled).exists()
