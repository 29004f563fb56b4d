"""Dashboards show the figures of whoever one may see, from the city down to the case list."""

from datetime import date

import pytest
from django.urls import reverse

from huiying.analytics.tests.make import figure, good_build
from huiying.appraisal.choices.figures import BuildState, Dimension
from huiying.appraisal.models import Build
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, queries_of, text_of
from huiying.lib import clock
from huiying.organisations.choices import Level
from huiying.organisations.tests import make as organisations

pytestmark = pytest.mark.django_db
HOME = reverse("analytics:home")


@pytest.fixture
def here():
    return make.county()


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)


def of_area(area, **query):
    return reverse("analytics:area", args=[area.prefix], query=query or None)


def tile(page, key):
    return next(one for one in page.context["tiles"] if one.shown.key == key)


def test_the_first_page_is_the_highest_view_one_has(here):
    assert as_person(here.supervisor).get(HOME).context["subject"].area == here.county
    assert as_person(here.handler).get(HOME).context["subject"].unit == here.water


def test_the_loop_shows_rates_with_their_base_and_the_change(here):
    good_build()
    figure(here.county.prefix, "cases", 12, 10)
    figure(here.county.prefix, "on_time", 9, 12)
    figure(here.county.prefix, "on_time", 6, 12, month=date(2026, 2, 1))
    page = as_person(here.supervisor).get(of_area(here.county))
    assert tile(page, "voices").text == "12"
    assert (tile(page, "on_time").text, tile(page, "on_time").base) == ("75.00%", "of 12")
    assert "+25.00 points" in tile(page, "on_time").change
    assert tile(page, "solve").text == "–"


def test_a_quarter_adds_its_months_before_it_divides(here):
    good_build()
    figure(here.county.prefix, "on_time", 1, 1, month=date(2026, 1, 1))
    figure(here.county.prefix, "on_time", 1, 3)
    page = as_person(here.supervisor).get(of_area(here.county, span="quarter"))
    assert tile(page, "on_time").text == "50.00%"


def test_an_earlier_day_chooses_its_own_period(here):
    good_build()
    figure(here.county.prefix, "on_time", 1, 4, month=date(2026, 1, 1))
    client = as_person(here.supervisor)
    assert tile(client.get(of_area(here.county, on="2026-01-15")), "on_time").text == "25.00%"
    assert (
        client.get(of_area(here.county, on="nonsense", span="age", measure="x")).status_code == 200
    )


def test_lower_areas_and_like_units_stand_beside_each_other_and_lead_further_down(here):
    good_build()
    figure(here.town.prefix, "on_time", 3, 4)
    figure(here.water.pk, "on_time", 1, 2, dimension=Dimension.UNIT)
    page = as_person(here.supervisor).get(of_area(here.county, measure="on_time"))
    towns, departments, *_rest = page.context["comparisons"]
    assert [(line.name, line.width) for line in towns.lines] == [(here.town.name, 75.0)]
    assert {line.name for line in departments.lines} == {"柳河县水务局", "柳河县公路局"}
    said = text_of(page)
    assert of_area(here.town) in said
    assert f"unit={here.water.pk}" in said
    assert "no ranking" in said


def test_every_level_has_its_view_and_the_village_ends_at_the_cases(here):
    good_build()
    client = as_person(here.supervisor)
    for area in (here.county, here.town, here.village):
        assert client.get(of_area(area)).status_code == 200
    assert f"area={here.village.code}" in text_of(client.get(of_area(here.village)))
    assert client.get(reverse("analytics:unit", args=[here.township.pk])).status_code == 200


def test_what_lies_out_of_reach_does_not_exist(here):
    client = as_person(here.handler)
    assert client.get(of_area(here.county)).status_code == 404
    assert client.get(reverse("analytics:unit", args=[here.roads.pk])).status_code == 404
    assert client.get(reverse("analytics:unit", args=[here.water.pk])).status_code == 200
    assert as_person(here.supervisor).get(of_area(here.city)).status_code == 404
    picture = reverse("analytics:picture", args=["area", here.county.prefix, "trend"])
    assert client.get(picture).status_code == 404


def test_categories_by_area_lead_to_the_cases_of_both(here):
    good_build()
    code = make.request(here).category_id or "0101"
    figure(here.town.prefix, "cases", 7, 7, dimension=Dimension.CATEGORY, category=code[:2])
    page = as_person(here.supervisor).get(of_area(here.county))
    (row,) = page.context["heat"]
    assert [(n, warm) for _, n, warm in row.cells] == [(7, 5)]
    cases = reverse("analytics:cases", args=["area", here.town.prefix])
    assert f"{cases}?span=month&amp;on=2026-03-04&amp;of=voices&amp;category={code[:2]}" in text_of(
        page
    )


def test_what_a_category_counts_in_the_whole_area_leads_to_its_cases_too(here):
    good_build()
    other = organisations.area(f"{here.county.prefix}002", Level.TOWNSHIP, parent=here.county)
    for area, n in ((here.town, 7), (other, 2), (here.county, 10)):
        figure(area.prefix, "cases", n, n, dimension=Dimension.CATEGORY, category="01")
    make.request(here)
    page = as_person(here.supervisor).get(of_area(here.county))
    (row,) = page.context["heat"]
    assert ([n for _, n, _ in row.cells], row.total) == ([2, 7], 10)  # one lies in neither
    cases = reverse("analytics:cases", args=["area", here.county.prefix])
    query = "span=month&amp;on=2026-03-04&amp;of=voices&amp;category=01"
    assert f'{cases}?{query}"><strong>10<' in page.text


def test_the_marks_of_a_picture_lead_to_their_cases_and_a_picture_in_a_file_leads_nowhere(here):
    good_build()
    figure(here.county.prefix, "cases", 12, 12)
    figure(here.county.prefix, "backlog", 2, 5, more='{"HANDLE.late": 2}')
    client = as_person(here.supervisor)
    page = client.get(of_area(here.county))
    cases = reverse("analytics:cases", args=["area", here.county.prefix])
    month = page.context["trend"].drawing.fields
    assert [(one.link, one.title) for one in month] == [
        (f"{cases}?span=month&on=2026-03-01&of=voices", "2026-03: 12")
    ]
    (part,) = page.context["backlog"].drawing.fields
    assert part.link == f"{cases}?span=month&on=2026-03-04&of=open&clock=HANDLE&near=late"
    for one in (*month, part):
        assert client.get(one.link).status_code == 200
        assert f'href="{one.link}"'.replace("&", "&amp;") in page.text
    for name in ("trend", "backlog"):
        address = reverse("analytics:picture", args=["area", here.county.prefix, name])
        assert "href" not in client.get(address).text


def test_the_way_down_to_the_cases_keeps_the_period(here):
    good_build()
    page = text_of(as_person(here.supervisor).get(of_area(here.county, span="quarter")))
    days = "&amp;opened_from=2026-01-01&amp;opened_to=2026-03-31"
    assert f"area={here.county.code}{days}" in page
    assert f"area={here.town.code}{days}" in page
    assert f"unit={here.water.pk}{days}" in page


def test_what_is_open_is_shown_by_clock_and_nearness(here):
    good_build()
    figure(here.county.prefix, "backlog", 2, 5, more='{"HANDLE.late": 2, "SIGN.day": 3}')
    page = as_person(here.supervisor).get(of_area(here.county))
    backlog = page.context["backlog"]
    assert (backlog.late, backlog.total) == (2, 5)
    assert "due=late" in text_of(page)


def test_a_picture_is_fetched_as_a_file_of_its_own(here):
    good_build()
    figure(here.county.prefix, "on_time", 3, 4)
    client = as_person(here.supervisor)
    for name in ("trend", "backlog", "group-0"):
        address = reverse("analytics:picture", args=["area", here.county.prefix, name])
        answer = client.get(address, {"measure": "on_time"})
        assert answer["Content-Type"] == "image/svg+xml"
        assert answer.content.decode().strip().startswith("<svg")
        assert "style=" not in answer.content.decode()
    missing = reverse("analytics:picture", args=["area", here.county.prefix, "group-99"])
    assert client.get(missing).status_code == 404


def test_when_the_last_build_failed_the_page_says_which_figures_it_shows(here):
    good_build()
    Build.objects.create(state=BuildState.FAILED, by="timer", asked_at=make.MORNING)
    assert "last good figures" in text_of(as_person(here.supervisor).get(of_area(here.county)))


def test_the_questions_do_not_grow_with_the_figures(here):
    good_build()
    client = as_person(here.supervisor)
    before = queries_of(client, of_area(here.county, span="year"))
    for month in range(1, 4):
        for measure in ("cases", "on_time", "solve", "satisfaction"):
            figure(here.county.prefix, measure, 1, 2, month=date(2026, month, 1))
            figure(here.town.prefix, measure, 1, 2, month=date(2026, month, 1))
    assert queries_of(client, of_area(here.county, span="year")) <= before
    assert before <= 20
