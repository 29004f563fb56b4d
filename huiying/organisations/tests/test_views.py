from datetime import date

import pytest
from django.urls import reverse

from huiying.organisations.choices import Level, Title
from huiying.organisations.models import (
    Area,
    Post,
    Unit,
)
from huiying.organisations.tests import make

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"organisations:{name}", args=args)


PAGES = ["areas", "units", "calendar", "hours"]


@pytest.mark.parametrize("name", [*PAGES, "grants", "pick-areas"])
def test_strangers_are_sent_to_sign_in(client, name):
    response = client.get(url(name))
    assert response.status_code == 302
    assert "sign-in" in response["Location"]


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_list_says_what_to_do(reader, name):
    response = reader.get(url(name))
    assert response.status_code == 200
    assert b"<table" in response.content or "empty" in response.text or "muted" in response.text


def test_one_goes_down_level_by_level_with_counts(reader, tree):
    city, county, town, village = tree
    make.unit(town)
    assert city.name in reader.get(url("areas")).text
    page = reader.get(url("area", county.pk))
    assert page.context["children"][0].areas_below == 1
    assert page.context["children"][0].units_here == 1
    assert url("area", town.pk) in page.text
    assert village.name not in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_areas_costs_the_same_however_long(
    reader, tree, count, django_assert_max_num_queries
):
    for number in range(count):
        make.area(f"99010110030{number}", Level.VILLAGE, f"柳村{number}村委会", tree[2])
    reader.get(url("areas"))
    with django_assert_max_num_queries(16):
        page = reader.get(url("area", tree[2].pk))
    assert len(page.context["children"]) == count + 1


def test_areas_are_found_by_name_and_shown_as_of_a_day(reader, tree):
    page = reader.get(url("areas"), {"q": "杨树湾"})
    assert [area.pk for area in page.context["hits"]] == [tree[3].pk]
    assert "云川市 / 柳河县 / 青石镇" in page.text
    assert not reader.get(url("areas"), {"q": "杨树湾", "on": "1999-01-01"}).context["hits"]
    assert reader.get(url("areas"), {"on": "rubbish"}).status_code == 200


def test_steps_are_for_keepers_only(reader, tree):
    unit = make.unit(tree[1])
    post = Post.objects.create(
        unit=unit, title=Title.HEAD, name_text="周河", valid_from=make.LONG_AGO
    )
    steps = [("new-top-area",), ("new-unit",), ("load-year",), ("correct-day",), ("give-role",)]
    steps += [
        (name, tree[1].pk)
        for name in (
            "new-area",
            "rename-area",
            "merge-area",
            "split-area",
            "close-area",
            "set-hours",
            "set-day",
        )
    ]
    steps += [
        (name, unit.pk)
        for name in (
            "describe-unit",
            "rename-unit",
            "merge-unit",
            "split-unit",
            "close-unit",
            "appoint",
        )
    ]
    for step in [*steps, ("end-post", post.pk), ("grants",)]:
        assert reader.get(url(*step)).status_code == 403, step
    assert "rename" not in reader.get(url("area", tree[1].pk)).text


def test_an_area_is_opened_renamed_merged_split_and_closed(keeper, tree):
    _city, county, town, village = tree
    sent = {"level": 4, "code": "990101101", "name": "白杨乡", "on": "2026-01-01"}
    assert keeper.get(url("new-area", county.pk)).status_code == 200
    keeper.post(url("new-area", county.pk), sent)
    added = Area.objects.get(name="白杨乡")
    sent = {"name": "白杨镇", "code": added.code, "on": "2026-02-01"}
    assert keeper.get(url("rename-area", added.pk)).status_code == 200
    keeper.post(url("rename-area", added.pk), sent)
    added = Area.objects.get(name="白杨镇")
    sent = {"other": added.pk, "name": "青石镇", "code": town.code, "on": "2026-03-01"}
    assert keeper.get(url("merge-area", town.pk)).status_code == 200
    keeper.post(url("merge-area", town.pk), sent)
    merged = Area.objects.get(name="青石镇", valid_to=None)
    assert Area.objects.get(pk=village.pk).parent == merged
    sent = {
        "first_name": "青石镇",
        "first_code": town.code,
        "second_name": "杨湾镇",
        "second_code": "990101103",
        "to_second": [village.pk],
        "on": "2026-04-01",
    }
    assert village.name in keeper.get(url("split-area", merged.pk)).text
    keeper.post(url("split-area", merged.pk), sent)
    assert Area.objects.get(code="990101103201").parent.name == "杨湾镇"
    rest = Area.objects.get(name="青石镇", valid_to=None)
    keeper.post(url("close-area", rest.pk), {"on": "2026-05-01", "reason": "撤销"})
    rest.refresh_from_db()
    assert rest.valid_to == date(2026, 5, 1)
    page = keeper.get(url("area", county.pk), {"on": "2026-01-15"})
    assert {child.name for child in page.context["children"]} == {"青石镇", "白杨乡"}


def test_a_refused_step_keeps_what_was_typed(keeper, tree):
    sent = {"level": 4, "code": "990102101", "name": "白杨乡", "on": "2026-01-01"}
    page = keeper.post(url("new-area", tree[1].pk), sent)
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert "白杨乡" in page.text
    assert not Area.objects.filter(name="白杨乡").exists()


def test_a_unit_is_opened_described_named_renamed_and_closed(keeper, tree):
    county = tree[1]
    sent = {
        "name": "柳河县水务局",
        "code": "SW01",
        "kind": "department",
        "area": county.pk,
        "on": "2026-01-01",
    }
    assert (
        keeper.get(url("new-unit"), {"area": county.pk}).context["form"].initial["area"] == county
    )
    keeper.post(url("new-unit"), sent)
    unit = Unit.objects.get()
    keeper.post(url("describe-unit", unit.pk), {"area": county.pk, "phone": "0990-1234567"})
    sent = {"title": "head", "name": "周河", "on": "2026-01-01"}
    keeper.post(url("appoint", unit.pk), sent)
    page = keeper.get(url("unit", unit.pk))
    assert "0990-1234567" in page.text
    assert "周河" in page.text
    sent = {"name": "柳河县水利局", "code": "SW01", "kind": "department", "on": "2026-02-01"}
    keeper.post(url("rename-unit", unit.pk), sent)
    heir = Unit.objects.get(name="柳河县水利局")
    post = Post.objects.get(unit=heir)
    keeper.post(url("end-post", post.pk), {"on": "2026-02-10"})
    keeper.post(url("close-unit", heir.pk), {"on": "2026-03-01", "reason": "撤销"})
    heir.refresh_from_db()
    assert heir.valid_to == date(2026, 3, 1)
    page = keeper.get(url("unit", unit.pk), {"on": "2026-01-15"})
    assert "周河" in page.text


def test_units_merge_and_split(keeper, tree):
    first, second = make.unit(tree[1], "A1", "甲站"), make.unit(tree[1], "A2", "乙站")
    sent = {"other": second.pk, "name": "甲乙站", "code": "A3", "kind": "station"}
    keeper.post(url("merge-unit", first.pk), {**sent, "on": "2026-01-01"})
    merged = Unit.objects.get(code="A3")
    sent = {"first_name": "甲站", "first_code": "A1", "second_name": "乙站", "second_code": "A2"}
    sent |= {"kind": "station", "on": "2026-02-01"}
    keeper.post(url("split-unit", merged.pk), sent)
    assert set(Unit.objects.filter(valid_to=None).values_list("code", flat=True)) == {"A1", "A2"}


@pytest.mark.parametrize("count", [1, 3])
def test_units_are_listed_and_found(reader, tree, count, django_assert_max_num_queries):
    for number in range(count):
        make.unit(tree[2], f"U{number}", f"水务站{number}")
    reader.get(url("units"))
    with django_assert_max_num_queries(10):
        page = reader.get(url("units"))
    assert len(page.context["page"].object_list) == count
    assert len(reader.get(url("units"), {"q": "水务站"}).context["hits"]) == count
    assert reader.get(url("units"), {"q": "无此"}).context["hits"] == []
    Post.objects.create(
        unit=Unit.objects.first(), title=Title.HEAD, name_text="周河", valid_from=make.LONG_AGO
    )
    headless = reader.get(url("units"), {"headless": "1"}).context["page"]
    assert len(headless.object_list) == count - 1
    assert not reader.get(url("units"), {"kind": "branch"}).context["page"].object_list


def test_a_picker_answers_with_few_lines_and_remembers_its_name(reader, tree):
    unit = make.unit(tree[1])
    page = reader.get(url("pick-areas"), {"name": "place", "place_query": "杨树湾"})
    assert f'name="place" value="{tree[3].pk}"' in page.text
    page = reader.get(url("pick-units"), {"name": "unit", "unit_query": "水务"})
    assert f'value="{unit.pk}"' in page.text
    page = reader.get(url("pick-people"), {"name": "person", "person_query": "王"})
    assert "wang.lin" in page.text
    assert reader.get(url("pick-areas"), {"name": "place"}).text == ""
    assert "<script" not in reader.get(url("pick-areas"), {"name": "<script>", "q": "杨"}).text


def test_the_public_finds_places_by_name_within_the_city(client, tree):
    page = client.get(url("public-areas"), {"q": "杨树湾", "level": 5, "within": "9901"})
    assert "青石镇" in page.text
    assert "杨树湾" not in client.get(url("public-areas"), {"q": "杨树湾", "within": "98"}).text
    page = client.get(url("public-areas"), {"q": "杨树湾", "value": "code"})
    assert make.VILLAGE in page.text


def test_without_scripts_the_form_itself_searches(keeper, tree):
    sent = {"name": "柳河县水务局", "code": "SW01", "area_query": "柳河", "_search": "area"}
    page = keeper.post(url("new-unit"), sent)
    assert page.status_code == 200
    assert f'name="area" value="{tree[1].pk}"' in page.text
    assert "柳河县水务局" in page.text
    assert not page.context["form"].errors
    assert not Unit.objects.exists()
