"""Termination with consent from above, and matters for which the law has another route."""

from datetime import date, datetime

import pytest

from huiying.audit.actions import drain
from huiying.cases import actions
from huiying.cases.choices import (
    AssignmentState,
    BreachState,
    CaseState,
    ClockKind,
    LegalEnd,
    LegalKind,
    LegalState,
    RequestState,
    StopReason,
    StopState,
    TryResult,
)
from huiying.cases.models import Breach, LegalRoute, Termination
from huiying.cases.permissions import Requester
from huiying.cases.tasks import tick
from huiying.cases.tasks.breaches import breached
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reactions")]
NOW = make.MORNING


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def day(month, number, hour=9):
    return datetime(2026, month, number, hour, tzinfo=SHANGHAI)


def supervisor2(here):
    person = make.organisations.person("supervisor2")
    make.organisations.grant(person, make.Role.SUPERVISOR, here.county)
    return person


def stop_asked(here, now=NOW, **more):
    case = make.signed(here)
    actions.contact(case, by=here.handler, now=NOW, result=TryResult.REACHED)
    usual = {
        "reason": StopReason.NO_COOPERATION,
        "explanation": "两次上门均拒绝开门",
        "note": "因您不同意入户检修，本次办理终止。",
        "remedy": "可向县政府申请复核",
        "first_try": date(2026, 3, 2),
        "second_try": date(2026, 3, 3),
    }
    actions.ask_stop(case, by=here.head, now=now, **{**usual, **more})
    return case


def terminated(here):
    return actions.terminate(stop_asked(here), by=here.supervisor, now=NOW, decision="同意")


def on_route(here, case=None, **more):
    case = case or make.accepted(here)
    usual = {
        "kind": LegalKind.ARBITRATION,
        "body": "劳动人事争议仲裁委员会",
        "proof": "劳动争议调解仲裁法第五条",
        "text": "工资争议请先申请仲裁。",
    }
    return actions.to_legal(case, by=here.dispatcher, now=NOW, **{**usual, **more})


# Termination


def test_a_termination_ends_everything_and_the_requester_reads_the_note(here):
    case = terminated(here)
    lead, request = case.assignments.get(), case.requests.get()
    assert (case.state, lead.state) == (CaseState.TERMINATED, AssignmentState.RECALLED)
    assert (request.state, lead.is_current) == (RequestState.CLOSED, False)
    assert not case.clocks.filter(stopped_at=None).exists()
    assert request.clocks.filter(kind=ClockKind.OBJECTION, stopped_at=None).exists()
    drain(NOW)
    told = Message.objects.get(code="ended")
    assert "不同意入户检修" in told.text
    assert "申请复核" in told.text


def test_the_body_above_is_told_that_it_has_to_decide(here):
    stop_asked(here)
    drain(NOW)
    assert Message.objects.filter(code="to_decide", person=here.supervisor).exists()


@pytest.mark.parametrize("second", [None, date(2026, 3, 2), date(2026, 3, 5)])
def test_refused_cooperation_is_shown_by_two_days_that_are_past(here, second):
    with pytest.raises(NotPossible, match="two different days"):
        stop_asked(here, second_try=second)


def test_the_other_reasons_need_no_tries(here):
    stop_asked(here, reason=StopReason.REPEATED, first_try=None, second_try=None)
    assert Termination.objects.get().state == StopState.ASKED


def test_nobody_consents_to_what_their_own_side_asked(here):
    case = stop_asked(here)
    for person in (here.head, here.handler):
        make.organisations.grant(person, make.Role.SUPERVISOR, here.county)
        with pytest.raises(NotAllowed, match="somebody above"):
            actions.terminate(case, by=person, now=NOW)


def test_meanwhile_nothing_is_replied_and_the_unit_may_take_it_back(here):
    case = stop_asked(here)
    with pytest.raises(NotPossible, match="take it back"):
        actions.reply(case, by=here.handler, now=NOW, text="已办")
    actions.drop_stop(case, by=here.head, now=NOW)
    actions.reply(case, by=here.handler, now=NOW, text="已办")
    assert case.state == CaseState.PENDING_REVIEW


def test_a_termination_that_waits_is_off_when_others_take_the_case(here):
    case = stop_asked(here)
    to = {"lead_unit": here.roads, "reason": "道路下沉所致"}
    actions.replace_lead(case, by=here.dispatcher, now=NOW, **to)
    assert Termination.objects.get().state == StopState.REFUSED
    assert not case.clocks.filter(kind=ClockKind.STOP, stopped_at=None).exists()


def test_a_late_refusal_gives_the_days_back(here):
    case = stop_asked(here)
    before = case.assignments.get().due
    actions.refuse_stop(case, by=here.supervisor, now=day(3, 9), decision="应当继续办理")
    assert before == day(3, 12, 0)
    assert case.assignments.get().due == day(3, 14, 0)  # decided two working days late
    assert case.state == CaseState.IN_PROGRESS


def test_a_termination_is_undone_by_an_objection_and_the_same_unit_is_proposed(here):
    case = terminated(here)
    request = case.requests.get()
    actions.object_to(request, by=Requester(request.pk), now=NOW, text="我没有拒绝")
    with pytest.raises(NotAllowed, match="took part"):
        actions.uphold_terminated(case, by=here.supervisor, now=NOW, decision="成立")
    actions.uphold_terminated(case, by=supervisor2(here), now=NOW, decision="成立，继续办理")
    request.refresh_from_db()
    assert (case.state, request.state) == (CaseState.PENDING_DISPATCH, RequestState.ON_CASE)
    page = as_person(here.dispatcher).get(f"/console/cases/{case.case_no}/dispatch/")
    assert page.context["form"].initial["lead_unit"] == here.water.pk
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.water)
    assert case.state == CaseState.PENDING_SIGN
    drain(NOW)
    assert Message.objects.filter(code="taken_up").exists()


def test_a_case_on_callback_can_be_terminated(here):
    case = make.released(here)
    actions.answer_callback(case.callbacks.get(), make.BAD, by=here.caller, now=NOW)
    asked = {"explanation": "同一事实反复提出", "note": "已依法办结。", "remedy": "行政复议"}
    actions.ask_stop(case, by=here.head, now=NOW, reason=StopReason.REPEATED, **asked)
    actions.terminate(case, by=here.supervisor, now=NOW)
    lead = case.assignments.get()
    assert (case.state, lead.state, lead.is_current) == ("TERMINATED", "ACCEPTED", False)


def test_a_terminated_case_is_archived_when_its_window_is_over(here):
    case = terminated(here)
    tick(day(3, 25))
    case.refresh_from_db()
    assert case.state == CaseState.ARCHIVED


# Legal routes


def test_a_legal_route_stops_every_clock_but_the_look_at_it(here):
    case = on_route(here, make.signed(here))
    assert case.state == CaseState.SUSPENDED_LEGAL
    assert case.assignments.get().state == AssignmentState.RECALLED
    running = case.clocks.filter(stopped_at=None)
    assert list(running.values_list("kind", flat=True)) == [ClockKind.LEGAL_CHECK]
    assert case.next_due == day(5, 7, 0)  # 3 May and the days off after it roll on
    drain(NOW)
    told = Message.objects.get(code="legal_route")
    assert "劳动人事争议仲裁委员会" in told.text
    assert Message.objects.filter(code="given_up", person=here.handler).exists()


def test_a_petition_needs_its_date(here):
    with pytest.raises(NotPossible, match="petition was routed"):
        on_route(here, kind=LegalKind.PETITION)
    on_route(here, kind=LegalKind.PETITION, routed_on=date(2026, 3, 3))


def test_a_look_starts_the_sixty_days_anew(here):
    case = on_route(here)
    actions.check_legal(case, by=here.reviewer, now=day(4, 1), text="已开庭")
    assert case.next_due == day(6, 2, 0)
    assert LegalRoute.objects.get().checks.get().text == "已开庭"


def test_what_the_legal_body_took_over_is_closed_with_a_reason(here):
    case = on_route(here)
    actions.legal_done(
        case, by=here.reviewer, now=day(4, 1), end=LegalEnd.TAKEN_OVER, proof="受理通知书"
    )
    request = case.requests.get()
    assert (case.state, case.close_reason) == (CaseState.CLOSED, "LEGAL")
    assert request.state == RequestState.CLOSED
    window = request.clocks.get(kind=ClockKind.OBJECTION, stopped_at=None)
    assert window.due == day(4, 17, 0)
    assert LegalRoute.objects.get().state == LegalState.DONE


def test_what_the_legal_body_declined_goes_back_to_dispatch(here):
    case = on_route(here)
    actions.legal_declined(case, by=here.dispatcher, now=NOW, proof="不予受理通知书")
    assert (case.state, case.next_clock) == (CaseState.PENDING_DISPATCH, ClockKind.DISPATCH)
    assert case.requests.get().state == RequestState.ON_CASE


def test_an_objection_to_the_route_is_decided_by_somebody_uninvolved(here):
    case = on_route(here)
    request = case.requests.get()
    actions.object_to(request, by=Requester(request.pk), now=NOW, text="这不是劳动争议")
    with pytest.raises(NotAllowed):
        actions.legal_declined(case, by=here.dispatcher, now=NOW, proof="退回")
    actions.legal_declined(case, by=here.supervisor, now=NOW, proof="异议成立，继续办理")
    assert case.state == CaseState.PENDING_DISPATCH
    assert request.objections.get().state == "UPHELD"


def test_the_pages_of_endings_work(here):
    case = make.signed(here)
    address = f"/console/cases/{case.case_no}"
    sent = {
        "reason": "EXCLUDED",
        "explanation": "涉及已生效判决",
        "note": "该事项已有生效判决。",
        "remedy": "可向法院申请再审",
    }
    assert post(as_person(here.head), f"{address}/ask_stop/", **sent).status_code == 302
    page = text_of(as_person(here.supervisor).get(f"{address}/terminate/"))
    assert "该事项已有生效判决" in page
    assert post(as_person(here.supervisor), f"{address}/terminate/").status_code == 302
    assert "可向法院申请再审" in text_of(as_person(here.supervisor).get(f"{address}/"))
    other = make.accepted(here)
    address = f"/console/cases/{other.case_no}"
    sent = {"kind": "LAWSUIT", "body": "县法院", "proof": "民诉法", "text": "请向县法院起诉。"}
    assert post(as_person(here.reviewer), f"{address}/to_legal/", **sent).status_code == 302
    assert "请向县法院起诉" in text_of(as_person(here.reviewer).get(f"{address}/"))


def asked_late(here, asked=None):
    """Asked in time; the unit's own date (11 March, 24:00) passes while the body above decides."""
    return stop_asked(here, now=asked or day(3, 10))


def test_a_late_consent_is_no_breach_of_the_unit_within_the_days_it_was_late(here):
    """2.8: a breach held while a termination waits is judged at the old date and the late days."""
    case = asked_late(here)
    list(breached(day(3, 12, 8)))
    assert Breach.objects.get(clock__kind=ClockKind.HANDLE).state == BreachState.HELD
    actions.terminate(case, by=here.supervisor, now=day(3, 13, 10), decision="同意")
    handle = case.clocks.get(kind=ClockKind.HANDLE)
    assert (handle.due, handle.is_late) == (day(3, 14, 0), False)
    list(breached(day(3, 13, 11)))
    assert Breach.objects.get(clock=handle).state == BreachState.VOID


def test_a_consent_in_time_after_the_units_own_date_leaves_the_breach(here):
    case = asked_late(here, asked=day(3, 11, 20))
    actions.terminate(case, by=here.supervisor, now=day(3, 12, 10), decision="同意")
    handle = case.clocks.get(kind=ClockKind.HANDLE)
    assert (handle.due, handle.is_late) == (day(3, 12, 0), True)
