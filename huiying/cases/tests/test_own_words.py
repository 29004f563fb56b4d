"""What a protected requester says is not passed on by a side door (P1, P4, I12)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.choices import Kind
from huiying.cases.models import Request
from huiying.cases.permissions import Requester
from huiying.cases.queries import requests_visible_to
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, text_of
from huiying.lib import clock
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = make.MORNING
WORDS = "我就是村口第三家，还在漏"


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


def objected(here, **more):
    """A closed case whose requester added words to the grades and then objected."""
    case = make.released(here, **more)
    callback = case.callbacks.get()
    said = replace(make.GOOD, comment=WORDS)
    actions.answer_callback(callback, said, by=here.caller, now=NOW)
    by = Requester(callback.request_id)
    actions.object_to(callback.request, by=by, now=NOW, text=WORDS)
    return case


def read(person, case, step=""):
    args = [case.case_no, step] if step else [case.case_no]
    address = reverse("cases:step" if step else "cases:case", args=args)
    browser = as_person(person)
    return text_of(browser.post(address, {}) if step else browser.get(address))


def test_a_unit_reads_grades_but_not_the_words_of_a_protected_requester(here):
    case = objected(here, wants_secrecy=True)
    assert WORDS not in read(here.handler, case)
    assert WORDS not in read(here.auditor, case)
    for judge in (here.caller, here.reviewer, here.supervisor):
        assert WORDS in read(judge, case)


def test_without_secrecy_the_unit_reads_the_words(here):
    assert WORDS in read(here.handler, objected(here))


def test_an_empty_form_of_a_step_that_is_not_mine_shows_no_objection(here):
    case = objected(here, wants_secrecy=True)
    assert WORDS not in read(here.handler, case, "uphold")


def test_whom_staff_accused_does_not_meet_the_request_at_intake_again(here):
    asked = make.request(here)
    case = actions.accept(
        asked,
        by=here.clerk,
        now=NOW,
        kind=Kind.COMPLAINT,
        category=make.Category.objects.get(code="0205"),
        priority=make.Priority.P5,
        area=here.village,
        title="办事态度",
        text="反映办事人员态度不好。",
        accused_units=[here.water],
    )
    by = Requester(asked.pk)
    actions.withdraw(Request.objects.get(pk=asked.pk), by=by, now=NOW)
    actions.undo_withdrawal(Request.objects.get(pk=asked.pk), by=by, now=NOW)
    make.organisations.grant(here.handler, Role.INTAKE_CLERK, here.county)
    assert case.accused.get().unit == here.water
    assert not requests_visible_to(here.handler, now=NOW).exists()


def events_read(person):
    page = as_person(person).get(reverse("console:audit"))
    return {event.subject for event in page.context["events"]}


def test_an_auditor_reads_no_events_of_cases_beyond_the_own_area(here):
    case = make.dispatched(here)
    other = make.organisations.person("village.auditor")
    make.organisations.grant(other, Role.AUDITOR, here.township.area)
    elsewhere = make.organisations.person("elsewhere")
    far = make.organisations.area(code="990199000000", name="远山县", parent=here.city)
    make.organisations.grant(elsewhere, Role.AUDITOR, far)
    assert case.subject in events_read(here.auditor)
    assert case.subject in events_read(other)
    assert case.subject not in events_read(elsewhere)


def test_the_record_of_a_complaint_is_hidden_from_the_accused(here):
    case = make.dispatched(here)
    make.organisations.grant(here.head, Role.AUDITOR, here.county)
    assert case.subject in events_read(here.head)
    actions.accuse(case, by=here.dispatcher, now=NOW, unit=here.water)
    assert case.subject not in events_read(here.head)
