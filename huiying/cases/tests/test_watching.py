"""What supervisors and units watch, on pages and by API."""

from datetime import datetime, timedelta

import pytest

from huiying.cases import actions, tasks
from huiying.cases.actions import supervision
from huiying.cases.choices import Kind, SupervisionCause
from huiying.cases.models import Case
from huiying.cases.queries.watching import extensions_for, soon_for, to_lift
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, text_of
from huiying.lib import clock as machine
from huiying.lib.clock import SHANGHAI
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def at(month, day, hour=9, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def missed(here, monkeypatch):
    monkeypatch.setattr(machine, "now", lambda: at(3, 12, 10))
    case = make.signed(here)
    actions.contact(case, by=here.handler, now=NOW, result="REACHED")
    tasks.tick(at(3, 12, 9))
    case.refresh_from_db()
    return case


def test_missed_limits_stand_in_a_list_with_filters(here, missed):
    client = as_person(here.supervisor)
    assert missed.case_no in text_of(client.get("/console/cases/breaches/?kind=HANDLE"))
    assert missed.case_no not in text_of(client.get("/console/cases/breaches/?kind=SIGN"))
    unit = f"/console/cases/breaches/?unit={here.roads.pk}"
    assert missed.case_no not in text_of(client.get(unit))


def test_supervised_cases_stand_in_a_list_by_rung(here, missed):
    client = as_person(here.supervisor)
    assert missed.case_no in text_of(client.get("/console/cases/supervision/?rung=REMINDED"))
    assert missed.case_no not in text_of(client.get("/console/cases/supervision/?rung=TALK"))


def test_nobody_sees_missed_limits_of_a_case_that_complains_about_them(here):
    case = make.accepted(here, kind=Kind.COMPLAINT, accused_unit=here.water)
    tasks.tick(NOW + timedelta(days=1))
    page = text_of(as_person(here.handler).get("/console/cases/breaches/"))
    assert case.case_no not in page


def test_programs_read_both_lists(here, missed):
    client = as_person(here.supervisor)
    found = client.get("/api/breaches?kind=HANDLE").json()["items"]
    assert [each["case_no"] for each in found] == [missed.case_no]
    found = client.get("/api/supervised").json()["items"]
    assert [(each["case_no"], each["supervision"]) for each in found] == [
        (missed.case_no, "REMINDED")
    ]


def test_an_extension_waits_for_those_who_may_decide_it(here):
    boss = organisations.person("boss", name="市督办员")
    organisations.grant(boss, Role.SUPERVISOR, here.city)
    case = make.signed(here)
    Case.objects.filter(pk=case.pk).update(supervision="REMINDED")
    actions.ask_extension(case, by=here.head, now=NOW, days=1, reason="…")
    assert not extensions_for(here.supervisor, now=NOW).exists()
    assert extensions_for(boss, now=NOW).get() == case
    assert not extensions_for(here.handler, now=NOW).exists()


def test_what_ended_under_supervision_waits_to_be_lifted(here):
    case = make.released(here)
    supervision.remind(case, by=here.supervisor, now=NOW, cause=SupervisionCause.OTHER)
    actions.answer_callback(case.callbacks.get(), make.GOOD, by=here.caller, now=NOW)
    assert to_lift(here.supervisor, now=NOW).get() == case
    supervision.lift(case, by=here.supervisor, now=NOW, text="已办结")
    assert not to_lift(here.supervisor, now=NOW).exists()


def test_what_is_due_soon_stands_in_my_work(here, monkeypatch):
    case = make.signed(here)
    actions.contact(case, by=here.handler, now=NOW, result="REACHED")
    assert not soon_for(here.handler, now=at(3, 9)).exists()
    assert soon_for(here.handler, now=at(3, 10)).get() == case
    monkeypatch.setattr(machine, "now", lambda: at(3, 10))
    assert case.case_no in text_of(as_person(here.handler).get("/console/?kind=soon"))
