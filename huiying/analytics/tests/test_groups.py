"""The silence map goes down to the groups of a village, as information."""

import pytest
from django.urls import reverse

from huiying.analytics.actions import enter_populations
from huiying.analytics.imports import populations_in
from huiying.analytics.models import Population
from huiying.analytics.tests.make import figure, good_build
from huiying.audit.actions import TIMER
from huiying.cases.choices import Channel
from huiying.cases.tests import make
from huiying.cases.tests.pages import api, as_person, text_of
from huiying.lib import clock
from huiying.lib.spreadsheet import read_table
from huiying.organisations.actions import Named, rename_area
from huiying.organisations.choices import Level
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def here():
    county = make.county()
    good_build()
    for number, name in ((1, ""), (2, ""), (3, "河湾组")):
        organisations.group(county.village, number, name)
    return county


@pytest.fixture
def keeper(here):
    person = organisations.person("keeper")
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.SUPERVISOR):
        organisations.grant(person, role, here.county)
    return person


def silence(area):
    return reverse("analytics:silence", args=[area.prefix])


def shown(person, area):
    page = as_person(person).get(silence(area))
    lines = page.context["group_lines"]
    return {line.group.name: (line.heard.voices, line.heard.visits) for line in lines}


def test_a_village_shows_its_groups_with_requests_and_visits_and_marks_the_silent(here):
    make.accepted(here, place="一组")
    make.accepted(here, place="杨树湾村一组", channel=Channel.VISIT)
    make.accepted(here, place="河湾组老井旁")
    make.accepted(here, place="村口")
    make.accepted(here, place="九组")
    assert shown(here.supervisor, here.village) == {
        "一组": (2, 1),
        "二组": (0, 0),
        "河湾组": (1, 0),
    }
    page = as_person(here.supervisor).get(silence(here.village))
    assert page.context["unnamed"] == 2
    said = text_of(page)
    assert said.count("Silent") == 1
    assert "no merit" in said
    assert "not of groups" in said


def test_what_was_heard_of_a_group_leads_to_its_cases(here):
    own = make.accepted(here, place="一组")
    make.accepted(here, place="二组")
    client = as_person(here.supervisor)
    page = client.get(silence(here.village))
    address = f"{reverse('cases:cases')}?area={here.village.code}&group=1&opened_from=2026-03-01&opened_to=2026-03-31"  # fmt: skip
    assert f'href="{address}"'.replace("&", "&amp;") in page.text
    assert "group=3" not in page.text
    assert [case.pk for case in client.get(address).context["page"].rows] == [own.pk]


def test_a_township_says_how_many_groups_of_each_village_are_silent(here):
    other = organisations.area(
        f"{here.town.prefix}299", Level.VILLAGE, name="槐树坪村", parent=here.town
    )
    make.accepted(here, place="一组")
    page = as_person(here.supervisor).get(silence(here.town))
    quiet = {line.village.area.code: line.groups for line in page.context["villages"]}
    assert (quiet[here.village.code].silent, quiet[here.village.code].groups) == (2, 3)
    assert quiet[other.code] is None
    assert silence(here.village) in page.text
    assert "2 of 3" in text_of(page)


def test_a_month_before_or_after_is_another_month(here):
    make.accepted(here, place="一组")
    page = as_person(here.supervisor).get(silence(here.village), {"on": "2026-02-10"})
    assert {line.heard.voices for line in page.context["group_lines"]} == {0}
    assert page.context["unnamed"] == 0


def test_requests_per_thousand_people_of_a_group(here, keeper):
    make.accepted(here, place="一组")
    code = here.village.code
    table = read_table(f"区划代码,人口\n{code},900\n{code}01,250\n{code}09,9\n".encode(), "p.csv")
    enter_populations(populations_in(table, NOW.date()), 2025, by=keeper, now=NOW)
    assert set(Population.objects.values_list("prefix", flat=True)) == {code, f"{code}01"}
    page = as_person(here.supervisor).get(silence(here.village))
    assert [line.per_thousand for line in page.context["group_lines"]] == [4.0, None, None]


def test_a_renamed_village_keeps_what_its_groups_said(here):
    make.accepted(here, place="一组")
    code = f"{here.town.prefix}288"
    named = Named(code, "柳湾村委会")
    heir = rename_area(here.village, named=named, on=NOW.date(), by=TIMER, now=NOW)
    assert shown(here.supervisor, heir)["一组"] == (1, 0)


def test_a_village_without_groups_says_so_and_leads_there_who_may_enter_them(here, keeper):
    other = organisations.area(
        f"{here.town.prefix}299", Level.VILLAGE, name="槐树坪村", parent=here.town
    )
    address = reverse("organisations:area", args=[other.pk])
    reader, may = as_person(here.supervisor), as_person(keeper)
    assert "No groups of this village were entered" in text_of(reader.get(silence(other)))
    assert address not in reader.get(silence(other)).text
    assert address in may.get(silence(other)).text


def test_groups_are_seen_by_those_who_see_the_village(here):
    assert as_person(here.handler).get(silence(here.village)).status_code == 404


def test_programs_read_the_same(here, keeper):
    make.accepted(here, place="一组")
    figure(here.village.prefix, "cases", 1, 1)
    client = api(here.supervisor)
    said = client.get(f"/api/figures/areas/{here.village.code}/silence").json()
    first = {"number": 1, "name": "一组", "voices": 1, "visits": 0, "is_silent": False, "per_thousand": None}  # fmt: skip
    assert said["groups"][0] == first
    assert [each["is_silent"] for each in said["groups"]] == [False, True, True]
    assert said["no_group"] == 0
    (village,) = client.get(f"/api/figures/areas/{here.town.code}/silence").json()["items"]
    assert (village["groups"], village["silent_groups"]) == (3, 2)
    body = {"year": 2025, "people": {f"{here.village.code}02": 180}}
    assert api(keeper).put("/api/figures/people", body, "application/json").json() == {"areas": 1}


@pytest.mark.parametrize("count", [1, 4])
def test_a_page_costs_the_same_however_many_groups_there_are(
    here, count, django_assert_max_num_queries
):
    for number in range(10, 10 + count):
        organisations.group(here.village, number)
    client = as_person(here.supervisor)
    client.get(silence(here.village))
    with django_assert_max_num_queries(24):
        client.get(silence(here.village))
    with django_assert_max_num_queries(24):
        client.get(silence(here.town))
