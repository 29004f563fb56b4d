"""The demo city has people counted and a bulletin of the month before."""

from datetime import date
from random import Random

import pytest

from huiying.analytics import demo
from huiying.analytics.models import Bulletin, BulletinPlan, Population
from huiying.analytics.tasks import make_planned
from huiying.analytics.tests.make import figure, good_build
from huiying.cases.tests import make as cases
from huiying.jobs.choices import RunState
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = cases.MORNING


@pytest.fixture
def here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    county = cases.county()
    keeper = organisations.person("keeper")
    organisations.grant(keeper, Role.SYSTEM_ADMINISTRATOR, county.city)
    return county


def test_people_add_up_and_the_bulletin_is_there(here):
    good_build()
    figure(here.county.prefix, "cases", 12, 10, month=date(2026, 2, 1))
    told = []
    demo.build("tiny", Random(1), NOW, told.append)
    people = dict(Population.objects.values_list("prefix", "people"))
    villages = [n for prefix, n in people.items() if len(prefix) == 12]
    assert villages
    assert people[here.city.prefix] == sum(villages)
    one = Bulletin.objects.select_related("run").get()
    assert (one.month, one.run.state) == (date(2026, 2, 1), RunState.DONE)
    assert one.word_id
    assert one.sheets_id
    assert BulletinPlan.objects.get().prefix == one.prefix == here.county.prefix
    assert "〔2026〕1号" in told[-1]
    assert make_planned(NOW) == 0


def test_without_figures_the_city_stands_all_the_same(here):
    told = []
    demo.build("tiny", Random(1), NOW, told.append)
    assert Bulletin.objects.get().run.state == RunState.FAILED
    assert len(told) == 1
