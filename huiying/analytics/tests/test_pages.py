"""Figures are exactly those of the cases one may see."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, text_of
from huiying.lib import clock

pytestmark = pytest.mark.django_db
COUNTS = reverse("analytics:counts")


@pytest.fixture
def here():
    return make.county()


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: make.MORNING + timedelta(minutes=5))


def test_cases_are_counted_by_unit_and_state(here):
    make.accepted(here)
    make.dispatched(here)
    make.closed(here)
    page = as_person(here.reviewer).get(COUNTS)
    assert (page.context["total"], page.context["open"]) == (3, 2)
    assert [(row[0], row[3]) for row in page.context["rows"]] == [
        ("柳河县水务局", 2),
        ("Without a unit", 1),
    ]


def test_a_unit_counts_its_own_cases_only(here):
    make.accepted(here)
    make.dispatched(here)
    assert as_person(here.handler).get(COUNTS).context["total"] == 1
    assert as_person(here.other_handler).get(COUNTS).context["total"] == 0


def test_nothing_to_count_is_said(here):
    assert "Nothing to count yet" in text_of(as_person(here.reviewer).get(COUNTS))


def test_who_sees_no_cases_sees_no_figures(here):
    nobody = make.organisations.person("nobody")
    assert as_person(nobody).get(COUNTS).status_code == 403


def test_every_number_leads_to_as_many_cases(here):
    make.accepted(here)
    make.dispatched(here)
    make.closed(here)
    client = as_person(here.reviewer)
    page = client.get(COUNTS)
    for name, unit, cells, _all in page.context["rows"]:
        for state, n in cells:
            address = f"{reverse('cases:cases')}?unit={unit}&state={state}"
            is_link = f'href="{address}"'.replace("&", "&amp;") in page.text
            assert is_link == (bool(n) and bool(unit)), (name, state)
            if is_link:
                assert len(client.get(address).context["page"].rows) == n
