"""Silence is shown as information: who was not heard of at all, and that it is neither merit nor fault."""

import pytest
from django.urls import reverse

from huiying.analytics.tests.make import figure, good_build
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, text_of
from huiying.lib import clock
from huiying.organisations.choices import Level
from huiying.organisations.tests import make as organisations

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)


@pytest.fixture
def here():
    county = make.county()
    good_build()
    return county


def silence(area):
    return reverse("analytics:silence", args=[area.prefix])


def other_village(here, last="299"):
    return organisations.area(
        f"{here.town.prefix}{last}", Level.VILLAGE, name="槐树坪村", parent=here.town
    )


def test_villages_without_any_sign_are_counted_by_township(here):
    other_village(here)
    figure(here.village.prefix, "cases", 2, 2)
    page = as_person(here.supervisor).get(silence(here.county))
    (line,) = page.context["below"]
    assert (line.villages, line.heard, line.silent) == (2, 1, 1)
    assert "no merit" in text_of(page)


def test_a_log_in_or_a_visit_is_a_sign_too(here):
    second = other_village(here)
    figure(second.prefix, "logins", 1, 1)
    figure(here.village.prefix, "visits", 1, 1)
    (line,) = as_person(here.supervisor).get(silence(here.county)).context["below"]
    assert line.silent == 0


def test_a_township_shows_its_villages_one_by_one(here):
    other_village(here)
    figure(here.village.prefix, "cases", 2, 2)
    page = as_person(here.supervisor).get(silence(here.town))
    found = {line.village.area.name: line.village.is_silent for line in page.context["villages"]}
    assert found == {here.village.name: False, "槐树坪村": True}


def test_what_was_heard_of_a_village_leads_to_its_cases(here):
    silent = other_village(here)
    figure(here.village.prefix, "cases", 2, 2)
    figure(here.village.prefix, "visits", 1, 1)
    client = as_person(here.supervisor)
    page = client.get(silence(here.town))
    cases = reverse("analytics:cases", args=["area", here.village.prefix])
    for name in ("voices", "visits"):
        address = f"{cases}?span=month&on=2026-03-04&of={name}"
        assert f'href="{address}"'.replace("&", "&amp;") in page.text
        assert client.get(address).status_code == 200
    assert reverse("analytics:cases", args=["area", silent.prefix]) not in page.text


def test_silence_is_seen_by_those_who_see_the_area(here):
    assert as_person(here.handler).get(silence(here.county)).status_code == 404
