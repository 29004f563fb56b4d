"""A matter that cannot be solved now goes on a plan, is held to its dates, and ends in a reply."""

from datetime import date, datetime, timedelta

import pytest

from huiying.audit.actions import TIMER, drain
from huiying.cases import actions
from huiying.cases.choices import (
    AssignmentState,
    CallbackState,
    CaseState,
    ClockKind,
    PlanState,
    RequestState,
    TryResult,
)
from huiying.cases.models import Plan
from huiying.cases.permissions import Requester
from huiying.cases.queries import plans_for
from huiying.cases.rules.plans import Line, a_year_after, is_sound
from huiying.cases.tasks import tick
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.files.tests import make as files
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reactions")]
NOW = make.MORNING
LINES = [Line("勘测管线走向", date(2026, 3, 20)), Line("更换主管", date(2026, 6, 30))]


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def day(month, number, hour=9):
    return datetime(2026, month, number, hour, tzinfo=SHANGHAI)


def proposed(here, **more):
    case = make.signed(here)
    actions.contact(case, by=here.handler, now=NOW, result=TryResult.REACHED)
    usual = {
        "cause": "主管老化，需列入改造计划",
        "official": "副局长 何明远",
        "told": "3月4日电话告知",
        "lines": LINES,
    }
    actions.propose_plan(case, by=here.head, now=NOW, **{**usual, **more})
    return case


def approved(here):
    case = proposed(here)
    return actions.approve_plan(case, by=here.supervisor, now=NOW, decision="同意")


def test_the_unit_proposes_and_its_clock_runs_on(here):
    case = proposed(here)
    assert case.state == CaseState.IN_PROGRESS
    assert case.next_clock == ClockKind.HANDLE
    assert list(plans_for(here.supervisor, now=NOW)) == [case]
    with pytest.raises(NotPossible, match="before the county already"):
        actions.propose_plan(case, by=here.head, now=NOW, cause="x", official="y", lines=LINES)


def test_the_county_approves_and_the_dates_run(here):
    case = approved(here)
    lead = case.assignments.get()
    assert (case.state, lead.state) == (CaseState.LONG_TERM, AssignmentState.ON_PLAN)
    assert (case.next_clock, case.next_due) == (ClockKind.PLAN, day(3, 21, 0))
    assert case.promised_due == lead.due == day(7, 1, 0)
    assert not case.clocks.filter(kind=ClockKind.HANDLE, stopped_at=None).exists()


def test_everybody_concerned_is_told(here):
    case = proposed(here)
    drain(NOW)
    assert Message.objects.filter(code="to_decide", person=here.supervisor).exists()
    actions.approve_plan(case, by=here.supervisor, now=NOW)
    drain(NOW)
    told = Message.objects.get(code="planned")
    assert "副局长 何明远" in told.text
    assert "2026-06-30 24:00" in told.text
    assert Message.objects.filter(code="decided", person=here.handler).exists()


def test_without_telling_the_requester_nothing_is_approved(here):
    case = proposed(here, told="")
    with pytest.raises(NotPossible, match="has not been told"):
        actions.approve_plan(case, by=here.supervisor, now=NOW)


def test_who_asks_or_belongs_to_the_unit_does_not_decide(here):
    case = proposed(here)
    make.organisations.grant(here.head, make.Role.SUPERVISOR, here.county)
    with pytest.raises(NotAllowed, match="somebody above"):
        actions.approve_plan(case, by=here.head, now=NOW)
    with pytest.raises(NotAllowed):
        actions.approve_plan(case, by=here.dispatcher, now=NOW)


def test_a_township_does_not_decide(here):
    case = proposed(here)
    person = make.organisations.person("town.supervisor")
    make.organisations.grant(person, make.Role.SUPERVISOR, here.town)
    with pytest.raises(NotAllowed, match="by the county"):
        actions.approve_plan(case, by=person, now=NOW)


def test_a_refused_plan_leaves_the_unit_at_work(here):
    case = proposed(here)
    actions.refuse_plan(case, by=here.supervisor, now=NOW, decision="可以立即维修")
    assert case.state == CaseState.IN_PROGRESS
    assert Plan.objects.get().state == PlanState.REFUSED
    assert not plans_for(here.supervisor, now=NOW).exists()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "at least one step"),
        ([Line("a", date(2026, 3, 4))], "ends after today"),
        ([Line("a", date(2026, 3, 9)), Line("b", date(2026, 3, 9))], "after the one before"),
        ([Line("a", date(2027, 3, 5))], "within twelve months"),
    ],
)
def test_a_plan_must_be_sound(lines, said):
    verdict = is_sound(lines, today=date(2026, 3, 4))
    assert said in verdict.refusal.template


def test_twelve_months_from_a_leap_day():
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_the_first_step_ends_within_thirty_days_of_the_approval(here):
    case = proposed(here, lines=[Line("列入预算", date(2026, 4, 10))])
    with pytest.raises(NotPossible, match="within 30 days"):
        actions.approve_plan(case, by=here.supervisor, now=NOW)


def test_a_reply_needs_every_step_done_and_is_then_asked_about(here):
    case = approved(here)
    with pytest.raises(NotPossible, match="every step"):
        actions.reply(case, by=here.handler, now=day(3, 18), text="已完成")
    actions.record_plan_step(case, by=here.handler, now=day(3, 18), note="勘测完成，图纸附后")
    assert case.next_due == day(7, 1, 0)
    actions.record_plan_step(case, by=here.handler, now=day(6, 20), note="主管已更换")
    actions.reply(case, by=here.handler, now=day(6, 22), text="主管已更换，请查看。")
    assert (case.state, Plan.objects.get().state) == (CaseState.PENDING_REVIEW, PlanState.MET)
    assert not case.clocks.filter(kind=ClockKind.PLAN, stopped_at=None).exists()
    actions.release(case, by=here.reviewer, now=day(6, 22))
    assert case.state == CaseState.PENDING_CALLBACK


def test_a_missed_date_breaks_the_plan_by_itself(here):
    case = approved(here)
    tick(day(3, 20, 23))
    case.refresh_from_db()
    assert case.state == CaseState.LONG_TERM
    tick(day(3, 21, 0))
    case.refresh_from_db()
    lead = case.assignments.get()
    assert (case.state, lead.state) == (CaseState.IN_PROGRESS, AssignmentState.IN_PROGRESS)
    assert Plan.objects.get().state == PlanState.BROKEN
    assert lead.due == day(3, 26, 0)  # three working days after Saturday the 21st
    drain(day(3, 21, 0))
    assert Message.objects.filter(code="reopened").exists()
    assert Message.objects.filter(code="overdue", person=here.supervisor).exists()


def test_the_supervisor_cancels_a_plan(here):
    case = approved(here)
    actions.break_plan(case, by=here.supervisor, now=day(3, 9), reason="已有维修资金")
    assert case.state == CaseState.IN_PROGRESS
    assert Plan.objects.get().ended_why == "已有维修资金"


def test_dates_move_once_and_the_requester_is_told(here):
    case = approved(here)
    later = [Line("勘测管线走向", date(2026, 3, 27)), Line("更换主管", date(2026, 8, 31))]
    actions.revise_plan(case, by=here.supervisor, now=day(3, 9), lines=later, reason="连日降雨")
    assert (case.next_due, case.promised_due) == (day(3, 28, 0), day(9, 1, 0))
    drain(day(3, 9))
    assert "连日降雨" in Message.objects.get(code="new_date").text
    with pytest.raises(NotPossible, match="moved once"):
        actions.revise_plan(case, by=here.supervisor, now=day(3, 9), lines=later, reason="再次")


def test_a_dissatisfied_answer_may_end_in_a_plan_and_is_asked_about_anew(here):
    case = make.released(here)
    with pytest.raises(NotPossible, match="what the requester says"):
        actions.propose_plan(case, by=here.head, now=NOW, cause="c", official="o", lines=LINES)
    actions.answer_callback(case.callbacks.get(), make.BAD, by=here.caller, now=NOW)
    told = {"told": "已当面说明", "lines": LINES}
    actions.propose_plan(case, by=here.head, now=NOW, cause="需改造", official="何明远", **told)
    actions.postpone(case, by=here.supervisor, now=NOW)
    assert case.state == CaseState.LONG_TERM
    assert case.callbacks.get().state == CallbackState.DISPOSED
    assert case.requests.get().state == RequestState.ON_CASE
    for when in (day(3, 18), day(6, 20)):
        actions.record_plan_step(case, by=here.handler, now=when, note="完成")
    actions.reply(case, by=here.handler, now=day(6, 22), text="已完成改造。")
    actions.release(case, by=here.reviewer, now=day(6, 22))
    assert sorted(case.callbacks.values_list("round", "state")) == [(1, "DISPOSED"), (2, "DUE")]


def test_a_withdrawal_ends_the_plan(here):
    case = approved(here)
    request = case.requests.get()
    actions.withdraw(request, by=Requester(request.pk), now=day(3, 9))
    case.refresh_from_db()
    assert (case.state, Plan.objects.get().state) == (CaseState.WITHDRAWN, PlanState.BROKEN)
    assert not case.clocks.filter(stopped_at=None).exists()


def test_nothing_is_missed_of_a_plan_that_was_kept(here):
    case = approved(here)
    actions.record_plan_step(case, by=here.handler, now=day(3, 20, 23), note="勘测完成")
    tick(day(3, 21))
    case.refresh_from_db()
    assert case.state == CaseState.LONG_TERM
    with pytest.raises(NotAllowed):
        actions.break_plan(case, by=here.head, now=NOW, reason="x")
    assert TIMER  # the platform alone and the supervisor break plans


def test_the_pages_take_a_plan_from_proposal_to_its_first_step(here):
    case = make.signed(here)
    actions.contact(case, by=here.handler, now=NOW, result=TryResult.REACHED)
    address = f"/console/cases/{case.case_no}"
    sent = {
        "cause": "主管老化",
        "official": "何明远",
        "told": "已电话告知",
        "what_1": "勘测",
        "due_1": "2026-03-20",
        "what_2": "更换",
        "due_2": "2026-06-30",
    }
    assert post(as_person(here.head), f"{address}/propose_plan/", **sent).status_code == 302
    page = text_of(as_person(here.supervisor).get(f"{address}/approve_plan/"))
    assert "by 2026-03-20 24:00" in page
    assert post(as_person(here.supervisor), f"{address}/approve_plan/").status_code == 302
    handler = as_person(here.handler)
    photo = files.upload(files.picture(), "勘测.jpg")
    taken = post(handler, f"{address}/record_plan_step/", note="勘测完成", **{"files-files": photo})
    assert taken.status_code == 302
    page = text_of(handler.get(f"{address}/"))
    assert "勘测完成" in page
    assert "/papers/" in page
    link = page.split("/papers/")[1].split('"')[0]
    assert b"".join(handler.get(f"{address}/papers/{link}").streaming_content)
    case.refresh_from_db()
    assert case.next_due == clock_end(date(2026, 6, 30))


def clock_end(last):
    return datetime(last.year, last.month, last.day, tzinfo=SHANGHAI) + timedelta(days=1)
