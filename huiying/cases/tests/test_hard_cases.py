"""The register of hard matters: a lead official, a plan, dates, and no silent end."""

from datetime import date, datetime

import pytest

from huiying.cases import actions
from huiying.cases.choices import CaseState, ClockKind, TryResult
from huiying.cases.models import HardCase
from huiying.cases.queries import hard_cases_for
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, queries_of, text_of
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def entered(here, case=None, **more):
    case = case or make.signed(here)
    usual = {
        "official": "副县长 陆清和",
        "plan": "协调资金，分两期改造",
        "next_on": date(2026, 3, 20),
        "due_on": date(2026, 9, 30),
    }
    return actions.enter_hard(case, by=here.supervisor, now=NOW, **{**usual, **more})


def test_an_entry_has_official_plan_and_dates(here):
    case = entered(here)
    hard = hard_cases_for(here.supervisor, now=NOW).get()
    assert (hard.official, hard.case) == ("副县长 陆清和", case)
    running = case.clocks.get(kind=ClockKind.HARD)
    assert running.due == datetime(2026, 3, 21, tzinfo=SHANGHAI)
    assert case.next_clock == ClockKind.CONTACT  # the unit's own clocks stand first


def test_dates_come_in_order(here):
    with pytest.raises(NotPossible, match="next date"):
        entered(here, next_on=date(2026, 3, 4))
    with pytest.raises(NotPossible, match="next date"):
        entered(here, next_on=date(2026, 10, 1))
    with pytest.raises(NotPossible, match="cannot be right"):
        entered(here, due_on=date(9999, 12, 31))


def test_the_unit_says_how_far_it_is(here):
    case = entered(here)
    actions.note_hard(case, by=here.handler, now=NOW, text="资金已到位", next_on=date(2026, 4, 20))
    hard = HardCase.objects.get()
    assert (hard.next_on, hard.notes.get().text) == (date(2026, 4, 20), "资金已到位")
    with pytest.raises(NotAllowed):
        actions.note_hard(case, by=here.other_handler, now=NOW, text="x")


def test_it_ends_with_its_case_and_stands_again_when_that_is_reopened(here):
    case = entered(here)
    actions.contact(case, by=here.handler, now=NOW, result=TryResult.REACHED)
    actions.reply(case, by=here.handler, now=NOW, text="已解决")
    actions.release(case, by=here.reviewer, now=NOW)
    assert hard_cases_for(here.supervisor, now=NOW).exists()
    actions.answer_callback(case.callbacks.get(), make.GOOD, by=here.caller, now=NOW)
    assert not hard_cases_for(here.supervisor, now=NOW).exists()
    assert not case.clocks.filter(stopped_at=None).exists()
    actions.spot_check(case, by=here.supervisor, now=NOW, finding="复查未解决")
    assert hard_cases_for(here.supervisor, now=NOW).exists()


def test_striking_off_takes_a_reason_and_a_supervisor(here):
    case = entered(here)
    with pytest.raises(NotAllowed):
        actions.strike_hard(case, by=here.handler, now=NOW, reason="已解决")
    actions.strike_hard(case, by=here.supervisor, now=NOW, reason="转入常规办理")
    assert not hard_cases_for(here.supervisor, now=NOW).exists()
    assert HardCase.objects.get().struck_why == "转入常规办理"
    assert case.state == CaseState.IN_PROGRESS


def test_others_see_only_the_hard_cases_of_their_reach(here):
    entered(here)
    assert not hard_cases_for(here.other_handler, now=NOW).exists()
    assert hard_cases_for(here.handler, now=NOW).exists()


def test_the_register_costs_the_same_for_one_and_three(here):
    address, client = "/console/cases/hard/", as_person(here.supervisor)
    entered(here)
    once = queries_of(client, address)
    for _ in range(2):
        entered(here)
    assert queries_of(client, address) == once
    assert "副县长 陆清和" in text_of(client.get(address))


def test_the_pages_enter_and_follow(here):
    case = make.signed(here)
    address = f"/console/cases/{case.case_no}"
    sent = {
        "official": "陆清和",
        "plan": "分两期",
        "next_on": "2026-03-20",
        "due_on": "2026-09-30",
    }
    assert post(as_person(here.supervisor), f"{address}/enter_hard/", **sent).status_code == 302
    done = post(as_person(here.handler), f"{address}/note_hard/", text="已开工")
    assert done.status_code == 302
    assert "已开工" in text_of(as_person(here.handler).get(f"{address}/"))
