"""The page of the suggestions: figures for those who watch, switches for the system administrator."""

import pytest
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.queries import suggests
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, queries_of, text_of
from huiying.lib import clock
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
PAGE = reverse("console:insight")


@pytest.fixture
def here():
    return make.county()


@pytest.fixture
def administrator(here):
    person = organisations.person("sysadmin", name="管理员")
    organisations.grant(person, Role.SYSTEM_ADMINISTRATOR, here.county)
    return person


def test_the_administrator_switches_and_the_page_says_who(administrator):
    client = as_person(administrator)
    sent = client.post(PAGE, {"kind": "urgency", "on": "0"}, follow=True)
    assert "Switched off: Words of danger." in text_of(sent)
    assert "管理员" in text_of(sent)
    assert not suggests("urgency")
    client.post(PAGE, {"kind": "urgency", "on": "1"})
    assert suggests("urgency")
    assert client.post(PAGE, {"kind": "weather", "on": "1"}).status_code == 404


def test_others_read_the_figures_and_find_no_switch(here):
    for chosen in ("P1", "P1", ""):
        actions.note_choice(
            "urgency", "request:1", suggested="P1", chosen=chosen, by=here.clerk, now=clock.now()
        )
    for _ in range(2):
        actions.note_choice(
            "urgency", "request:2", suggested="", chosen="P1", by=here.clerk, now=clock.now()
        )
    for person in (here.supervisor, here.auditor):
        shown = as_person(person).get(PAGE)
        urgency = next(row for row in shown.context["rows"] if row["kind"] == "urgency")
        assert (urgency["tally"].taken, urgency["tally"].dismissed) == (2, 1)
        assert 'name="on"' not in text_of(shown)
        assert "Right when made: 66.7% (2 of 3)" in text_of(shown)
        assert "Made when needed: 50.0% (2 of 4)" in text_of(shown)
        assert as_person(person).post(PAGE, {"kind": "hot", "on": "0"}).status_code == 403
    assert suggests("hot")
    assert as_person(here.handler).get(PAGE).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_decisions(here, number):
    for _ in range(number):
        actions.note_choice(
            "hot", "case:1", suggested="1", chosen="1", by=here.clerk, now=clock.now()
        )
    assert queries_of(as_person(here.supervisor), PAGE) == 5
