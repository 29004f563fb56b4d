"""Departments called together, and the level above: W1–W4, E1, E2, C11–C14."""

import pytest

from huiying.audit.actions import TIMER, drain
from huiying.cases import actions
from huiying.cases.choices import (
    CaseState,
    ClockKind,
    EscalationCause,
    EscalationOutcome,
    Grade,
    Part,
    Step,
)
from huiying.cases.permissions import Requester, may_take
from huiying.cases.queries import beside_for, visible_to, work_for
from huiying.cases.tasks import tick
from huiying.cases.tests import make
from huiying.cases.tests.joint import NOW, at, lead_of, led_by_township, somebody
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message

pytestmark = pytest.mark.django_db


def whistled(here, **more):
    case, head = led_by_township(here)
    actions.whistle(case, by=head, now=NOW, units=[here.water], reason="请到现场会同处理", **more)
    return case, head, case.whistle_calls.get()


def test_only_a_township_that_leads_calls_departments(here):
    case = make.signed(here)
    with pytest.raises(NotPossible, match="Only a township"):
        actions.whistle(case, by=here.head, now=NOW, units=[here.roads], reason="请到现场")


def test_the_call_shows_the_case_to_the_department_and_runs_its_own_clock(here):
    case, _head, call = whistled(here)
    assert case.state == CaseState.ESCALATED
    assert lead_of(case).state == "IN_PROGRESS"
    assert call.due == at(4, 14, 30)  # four office hours
    assert visible_to(here.handler, now=NOW).filter(pk=case.pk).exists()
    assert list(beside_for(here.handler, now=NOW)) == [case]


def test_the_hours_may_be_set(here):
    _case, _head, call = whistled(here, hours=1)
    assert call.due == at(4, 10)


def test_who_comes_is_a_co_unit_from_then_on(here):
    case, _head, call = whistled(here)
    actions.arrive(call, by=here.handler, now=at(4, 11), measure="两名技术员到场")
    part = case.assignments.get(part=Part.CO)
    assert (part.unit, part.via, part.state) == (here.water, "WHISTLE", "IN_PROGRESS")
    assert part.due <= lead_of(case).due
    assert not case.clocks.filter(kind=ClockKind.WHISTLE, stopped_at=None).exists()
    assert not case.guests.exists()


def test_only_the_called_department_reports(here):
    _case, _head, call = whistled(here)
    with pytest.raises(NotAllowed):
        actions.arrive(call, by=here.other_handler, now=NOW, measure="到场")


def test_who_does_not_come_is_marked_and_the_leads_clock_does_not_move(here):
    case, _head, call = whistled(here)
    due = lead_of(case).due
    tick(at(4, 15))
    call.refresh_from_db()
    assert (call.state, lead_of(case).due) == ("MISSED", due)
    assert case.entries.filter(step=Step.MISS).count() == 1
    with pytest.raises(NotPossible):
        actions.arrive(call, by=here.handler, now=at(4, 16), measure="来迟了")


def test_both_sides_assess_each_other_and_the_case_goes_on(here):
    case, head, call = whistled(here)
    actions.arrive(call, by=here.handler, now=at(4, 11), measure="到场")
    with pytest.raises(NotPossible):
        actions.reply(case, by=head, now=at(4, 12), text="已处理")
    actions.conclude_whistle(
        call, by=head, now=at(4, 16), result="已会同修好", grade=Grade.SATISFIED
    )
    case.refresh_from_db()
    assert case.state == CaseState.IN_PROGRESS
    assert list(beside_for(here.handler, now=at(4, 16))) == [case]
    actions.assess_caller(call, by=here.handler, now=at(4, 17), grade=Grade.BASICALLY)
    call.refresh_from_db()
    assert (call.grade_of_unit, call.grade_of_caller) == ("4", "3")
    with pytest.raises(NotPossible, match="already"):
        actions.assess_caller(call, by=here.handler, now=at(4, 17), grade=Grade.BASICALLY)


def test_the_case_stays_up_until_the_last_call_is_concluded(here):
    case, head, call = whistled(here)
    actions.whistle(case, by=head, now=NOW, units=[here.roads], reason="请一同到场")
    actions.conclude_whistle(call, by=head, now=at(4, 16), result="已了结", grade=Grade.SATISFIED)
    case.refresh_from_db()
    assert case.state == CaseState.ESCALATED
    other = case.whistle_calls.get(unit=here.roads)
    actions.conclude_whistle(other, by=head, now=at(4, 16), result="已了结", grade=Grade.SATISFIED)
    case.refresh_from_db()
    assert case.state == CaseState.IN_PROGRESS


def test_an_accused_department_is_not_called_and_leaves_when_named(here):
    case, head, call = whistled(here)
    actions.accuse(case, by=here.supervisor, now=NOW, unit=here.water)
    call.refresh_from_db()
    assert call.state == "CONCLUDED"
    assert not visible_to(here.handler, now=NOW).filter(pk=case.pk).exists()
    with pytest.raises(NotAllowed):
        actions.whistle(case, by=head, now=NOW, units=[here.water], reason="请到现场")


def test_a_withdrawn_case_ends_its_calls(here):
    case, _head, call = whistled(here)
    request = case.requests.get()
    actions.withdraw(request, by=Requester(request.pk), now=NOW)
    call.refresh_from_db()
    assert call.state == "CONCLUDED"
    assert not case.guests.exists()
    assert not case.clocks.filter(stopped_at=None).exists()


def test_a_unit_asks_the_level_above_whose_clock_runs_beside_its_own(here):
    case = make.signed(here)
    actions.escalate(case, by=here.head, now=NOW, reason="涉及多部门")
    escalation = case.escalations.get()
    assert (case.state, escalation.area, escalation.due) == ("ESCALATED", here.county, at(10))
    assert case.clocks.filter(kind=ClockKind.HANDLE, stopped_at=None).exists()
    assert list(work_for(here.supervisor, now=NOW)) == [case]
    with pytest.raises(NotPossible, match="already"):
        actions.escalate(case, by=here.supervisor, now=NOW, reason="再来")


def test_the_level_above_directs_and_the_case_goes_back(here):
    case = make.signed(here)
    actions.escalate(case, by=here.head, now=NOW, reason="涉及多部门")
    actions.conclude_escalation(
        case,
        by=here.supervisor,
        now=at(5, 9),
        outcome=EscalationOutcome.DIRECTED,
        decision="由水务局牵头",
    )
    assert case.state == CaseState.IN_PROGRESS
    assert not case.clocks.filter(kind=ClockKind.LEVEL, stopped_at=None).exists()


def test_the_level_above_gives_the_case_to_another_lead(here):
    case = make.signed(here)
    promised = case.promised_due
    actions.escalate(case, by=here.head, now=NOW, reason="涉及多部门")
    actions.take_over(
        case, by=here.supervisor, now=at(5, 9), lead_unit=here.roads, reason="改由公路局"
    )
    assert (case.state, lead_of(case).unit) == ("PENDING_SIGN", here.roads)
    assert case.first_receiver == here.water
    old = case.assignments.get(unit=here.water, is_current=True)
    assert (old.part, old.via) == ("CO", "FORMER_LEAD")
    assert case.escalations.get().outcome == "TAKEN_OVER"
    assert case.promised_due == max(promised, lead_of(case).due)


def test_a_level_that_does_not_decide_in_time_hands_on_to_the_next(here):
    case = make.signed(here)
    actions.escalate(case, by=here.head, now=NOW, reason="涉及多部门")
    tick(at(10, 9))
    first, second = case.escalations.order_by("id")
    assert (first.outcome, second.area, second.cause) == ("PASSED_UP", here.city, "LEVEL")
    case.refresh_from_db()
    assert case.state == CaseState.ESCALATED
    verdict = may_take(Step.CONCLUDE_ESCALATION, case, by=here.supervisor, now=at(10, 9))
    assert isinstance(verdict.refusal, NotAllowed)
    city = somebody(here, "city", make.Role.SUPERVISOR, area=here.city)
    assert may_take(Step.CONCLUDE_ESCALATION, case, by=city, now=at(10, 9))


def test_a_level_that_was_late_has_a_breach_and_the_next_one_is_told(here):
    case = make.signed(here)
    city = somebody(here, "city", make.Role.SUPERVISOR, area=here.city)
    actions.escalate(case, by=here.head, now=NOW, reason="涉及多部门")
    first = case.clocks.get(kind=ClockKind.LEVEL)
    tick(first.due)
    breach = first.breaches.get()
    assert (breach.state, breach.due) == ("RECORDED", first.due)
    drain(first.due)
    assert Message.objects.filter(code="to_decide", person=city).exists()
    second = case.clocks.get(kind=ClockKind.LEVEL, stopped_at=None)
    assert second.started_at == first.due
    tick(first.due)
    assert case.escalations.count() == 2


def test_the_highest_level_has_none_above(here):
    case = make.signed(here)
    actions.escalate(case, by=here.head, now=NOW, reason="涉及多部门")
    tick(at(10, 9))
    tick(at(20, 9))
    tick(at(21, 9))
    assert case.escalations.count() == 2


def test_three_units_without_a_lead_bring_the_case_up(here):
    case = make.accepted(here)
    for number, unit in enumerate((here.water, here.roads, here.township)):
        head = somebody(here, f"head{number}", make.Role.UNIT_HEAD, unit)
        actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=unit)
        part = lead_of(case)
        part.state, part.is_current = "RETURNED", False
        part.save()
        case.state, case.lead_unit = CaseState.PENDING_DISPATCH, None
        case.save()
        assert head
    actions.escalate_by_rule(case, cause=EscalationCause.UNITS, by=TIMER, now=NOW)
    case.refresh_from_db()
    assert (case.state, case.escalations.get().cause) == ("PENDING_DISPATCH", "UNITS")
    fourth = make.organisations.unit(here.county, name="柳河县住建局")
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=fourth)
    assert case.escalations.get().outcome == "TAKEN_OVER"


def test_a_case_done_again_three_times_goes_up_by_itself(here):
    case = make.replied(here)
    for _again in range(3):
        actions.find_not_done(case, by=here.reviewer, now=NOW, finding="没有修好")
        drain(NOW)
        if _again < 2:
            actions.reply(case, by=here.handler, now=NOW, text="又修了一次。")
    case.refresh_from_db()
    assert case.escalations.get().cause == "REWORKS"
    assert case.state == CaseState.ESCALATED
    assert lead_of(case).state == "REWORK"


def test_the_calls_on_the_page_of_the_case_and_taken_there(here):
    case, _head, call = whistled(here)
    client = as_person(here.handler)
    page = text_of(client.get(f"/console/cases/{case.case_no}/"))
    assert "请到现场会同处理" in page
    assert f"/console/cases/calls/{call.pk}/arrive/" in page
    answer = post(client, f"/console/cases/calls/{call.pk}/arrive/", measure="已到场")
    assert answer.status_code == 302
    call.refresh_from_db()
    assert call.state == "ARRIVED"
