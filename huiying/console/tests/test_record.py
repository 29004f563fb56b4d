"""The details of the audit record in the reader's words."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from huiying.audit.actions import record
from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, text_of
from huiying.console.choices.details import FIELDS
from huiying.console.presenters.record import event_lines
from huiying.console.queries import readable
from huiying.lib import clock
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture
def here():
    return make.county()


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


def told(event, person):
    lines = event_lines(*readable([event], person, now=NOW))
    return dict(lines[0].details) if lines else None


def called_back(here):
    case = make.released(here)
    actions.answer_callback(case.callbacks.get(), make.GOOD, by=here.caller, now=NOW)
    return Event.objects.get(kind="case.callback_answer")


def test_details_of_an_event_are_read_in_words(here):
    """Codes, ids and instants are no words: the auditor reads units, states and grades."""
    event = called_back(here)
    with translation.override("en"):
        words = told(event, here.auditor)
    assert words["Solved or not"] == "Yes, solved"
    assert words["Way of rating"] == "Asked by telephone"
    assert words["Unit"] == here.water.name
    assert words["State"] == "Waiting for callback"


def test_nothing_of_it_stays_english_in_chinese(here):
    with translation.override("zh-hans"):
        words = told(called_back(here), here.auditor)
    assert words["是否解决"] == "已解决"
    assert not re.search(r"[A-Za-z_]{3,}", " ".join([*words, *words.values()]))


def test_every_detail_that_a_case_records_has_a_name(here):
    called_back(here)
    assert {key for event in Event.objects.all() for key in event.details} <= set(FIELDS)


def test_lists_days_and_what_is_empty_are_words_too(here):
    data = {"units": [here.water.pk, here.roads.pk], "until": NOW, "urgent": True, "to": None}
    event = record("case.test", make.accepted(here).subject, by=here.dispatcher, now=NOW, data=data)
    with translation.override("en"):
        words = told(event, here.auditor)
    assert words == {
        "Units": f"{here.water.name}; {here.roads.name}",
        "Until": "2026-03-04 09:00",
        "Urgent": "yes",
    }


def test_a_case_the_auditor_must_not_see_is_not_named_in_the_details(here):
    """What complains about the auditor's own unit stays hidden where another event points at it (P4)."""
    seen, hidden = make.accepted(here), make.accepted(here)
    event = record(
        "case.split", seen.subject, by=here.dispatcher, now=NOW, data={"child": hidden.pk}
    )
    own = organisations.person("own", name="own")
    organisations.grant(own, Role.AUDITOR, here.city)
    organisations.grant(own, Role.HANDLER, here.county, here.water)
    actions.accuse(hidden, by=here.dispatcher, now=NOW, unit=here.water)
    with translation.override("en"):
        assert told(event, here.auditor)["Child case"] == hidden.case_no
        assert told(event, own)["Child case"] == str(hidden.pk)


def test_the_page_shows_the_words_and_keeps_the_record_as_it_is(here):
    event = called_back(here)
    page = as_person(here.auditor).get(reverse("console:audit"), {"kind": event.kind})
    text = text_of(page)
    assert "Yes, solved" in text
    assert "case.callback_answer" in text
