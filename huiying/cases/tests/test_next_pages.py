"""Long lists of the answering desks go on: page by page and by API, nothing twice, nothing left out."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.tests import make, make_catalogue
from huiying.cases.tests.appeals import filed, panel_of
from huiying.cases.tests.calls import call
from huiying.cases.tests.pages import as_person
from huiying.lib import clock

pytestmark = pytest.mark.django_db
NOW = make.MORNING
VIEWS = ["views.calling", "views.windows", "views.appealing", "views.lists"]
APIS = ["api.cases", "api.judging"]


@pytest.fixture
def here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.county()


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for module in VIEWS + APIS:
        monkeypatch.setattr(import_module(f"huiying.cases.{module}"), "PAGE", 2)


def pages_of(client, address, rows):
    """What `rows` finds on each page, following the link to the next one."""
    found, query = [], ""
    for _ in range(5):
        page = client.get(address + query)
        found.append(rows(page.context))
        shown = page.context.get("page")
        query = shown.next if shown else page.context["next"]
        if not query:
            return found
    raise AssertionError("the pages never end")


def all_by_api(path, by):
    found, after = [], ""
    for _ in range(5):
        _, body = call("GET", f"{path}{after}", by)
        found.append([each["id"] for each in body["items"]])
        if body["next"] is None:
            return found
        after = f"{'&' if '?' in path else '?'}after={body['next']}"
    raise AssertionError("the pages never end")


def test_the_calling_list_goes_on_by_clock(here):
    calls = [make.released(here).callbacks.get() for _ in range(5)]
    actions.try_callback(
        calls[0],
        by=here.caller,
        now=NOW,
        result=make.TryResult.LATER,
        call_after=NOW + timedelta(days=9),
    )
    order = [each.pk for each in (*calls[1:], calls[0])]

    def rows(context):
        turns = [*context["mine"], *context["ready"], *context["others"]]
        return [each.callback.pk for each in turns]

    expected = [order[:2], order[2:4], order[4:]]
    assert pages_of(as_person(here.caller), reverse("cases:callbacks"), rows) == expected
    assert all_by_api("/callbacks", here.caller) == expected


def test_the_plans_of_sampling_go_on(here):
    keeper = make_catalogue.keeper(here)
    plans = [
        actions.make_sampling_plan(
            here.county,
            by=keeper,
            now=NOW,
            percent=50,
            valid_from=NOW + timedelta(days=n),
            note="试行",
        ).pk
        for n in (1, 2, 3)
    ]
    found = pages_of(
        as_person(keeper),
        reverse("cases:sampling"),
        lambda context: [each.pk for each in context["page"].rows],
    )
    assert found == [[plans[2], plans[1]], [plans[0]]]


def test_appeals_go_on_the_open_ones_apart_from_the_decided(here):
    member = panel_of(here)[0]
    appeals = [filed(here)[1].pk for _ in range(3)]

    def rows(context):
        return [each.pk for each in context["page"].rows]

    address = reverse("cases:appeals")
    assert pages_of(as_person(member), address, rows) == [appeals[:2], appeals[2:]]
    assert all_by_api("/appeals?state=open", member) == [appeals[:2], appeals[2:]]
    assert pages_of(as_person(member), f"{address}?state=decided", rows) == [[]]
    assert all_by_api("/appeals?state=decided", member) == [[]]
