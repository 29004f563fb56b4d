from datetime import date

import pytest

from huiying.organisations.choices import Title
from huiying.organisations.models import Post
from huiying.organisations.tests import make
from huiying.organisations.tests.make import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    sign_in(client, make.person())
    return lambda path, **query: client.get(f"/api/{path}", query)


def test_strangers_get_no_answer(client):
    assert client.get("/api/areas").status_code == 401


def test_areas_are_found_with_their_path(ask, tree):
    assert [area["name"] for area in ask("areas").json()] == ["云川市"]
    found = ask("areas", q="杨树湾", level=5, within="9901").json()
    assert [area["path"] for area in found] == ["云川市 / 柳河县 / 青石镇 / 杨树湾村委会"]
    assert ask("areas", q="杨树湾", on="1999-01-01").json() == []
    assert ask("areas", q="杨树湾", level=9).status_code == 422
    assert ask("areas", within="abc").status_code == 422


def test_one_area_tells_what_lies_below(ask, tree):
    county = ask("areas/990101").json()
    assert county["path"] == "云川市 / 柳河县"
    assert [(area["code"], area["path"]) for area in county["areas"]] == [
        (make.TOWN, "云川市 / 柳河县 / 青石镇")
    ]
    assert ask("areas/770101").status_code == 404
    assert ask("areas/99010100000000000").status_code == 404
    assert ask("areas/990101", level=4).status_code == 404


def test_units_are_found_with_who_answers_for_them(ask, tree):
    unit = make.unit(tree[1], phone="0990-1234567")
    Post.objects.create(unit=unit, title=Title.HEAD, name_text="周河", valid_from=date(2020, 1, 1))
    found = ask("units", q="水务", kind="department").json()
    assert [row["id"] for row in found] == [unit.pk]
    one = ask(f"units/{unit.pk}").json()
    assert one["posts"] == [
        {"title": "head", "name": "周河", "duty": "", "valid_from": "2020-01-01"}
    ]
    assert ask(f"units/{unit.pk}", on="2019-01-01").json()["posts"] == []
    assert ask("units/99999999").status_code == 404
    assert ask(f"units/{10**30}").status_code == 404
