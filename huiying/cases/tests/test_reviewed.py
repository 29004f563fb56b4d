"""What the state tables ask beyond the main road: ends of parts, late decisions, windows, who decides."""

from datetime import datetime, timedelta

import pytest

from huiying.audit.actions import TIMER, drain
from huiying.cases import actions, tasks
from huiying.cases.choices import (
    CallbackState,
    CaseState,
    ClockKind,
    DueCause,
    Kind,
    Priority,
    RefusalReason,
    RequestState,
    ReturnState,
)
from huiying.cases.models import Category, Clock, Request, ReturnRequest
from huiying.cases.permissions import Requester
from huiying.cases.tests import make
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = make.MORNING
WHY = {"reason": "不属于水务职责", "legal_basis": "三定方案"}


def at(day, hour=0, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def own(request):
    return Requester(request.pk)


def accept(here, request, by=None, **more):
    usual = {
        "kind": Kind(request.kind),
        "category": Category.objects.get(code="1001"),
        "priority": Priority.P4,
        "area": here.village,
        "title": request.title,
        "text": request.text,
    }
    return actions.accept(request, by=by or here.clerk, now=NOW, **{**usual, **more})


def second_voice(here, case):
    """Another request on the same case, as joining will make it."""
    other = make.request(here, contact_phone="13900005678")
    state = RequestState(case.requests.first().state)
    Request.objects.filter(pk=other.pk).update(case=case, state=state)
    return Request.objects.get(pk=other.pk)


# Acceptance


def test_what_turns_out_to_be_a_report_of_wrongdoing_becomes_secret(here):
    case = accept(here, make.request(here), kind=Kind.TIP_OFF)
    assert case.is_confidential
    assert case.requests.get().is_confidential
    assert case.place == ""


def test_a_complaint_about_a_unit_named_by_the_clerk_becomes_secret(here):
    case = accept(here, make.request(here), kind=Kind.COMPLAINT, accused_units=[here.water])
    assert case.is_confidential


def test_a_clerk_opens_no_case_where_the_own_role_does_not_reach(here):
    clerk = make.organisations.person("townclerk")
    make.organisations.grant(clerk, Role.INTAKE_CLERK, here.village)
    with pytest.raises(NotAllowed):
        accept(here, make.request(here), by=clerk, area=here.county)


def test_the_accept_clock_waits_while_details_are_asked_for(here):
    request = make.request(here)  # accept by 11:00
    actions.ask_info(request, by=here.clerk, now=at(4, 10), missing="具体位置")
    actions.supply(request, by=own(request), now=at(6, 15), text="小卖部旁")
    clock = request.clocks.get(kind=ClockKind.ACCEPT)
    assert (clock.due, clock.paused_at) == (at(6, 16), None)
    assert clock.changes.get().cause == DueCause.PAUSE


def test_details_come_too_late_when_the_completion_window_is_over(here):
    request = make.request(here)
    actions.ask_info(request, by=here.clerk, now=NOW, missing="具体位置")
    actions.remind_info(request, by=TIMER, now=at(9))
    actions.lapse_info(request, by=TIMER, now=at(12))
    with pytest.raises(NotPossible, match="15 days"):
        actions.supply(request, by=own(request), now=at(31), text="小卖部旁")


def test_a_withdrawal_taken_back_leaves_the_right_to_say_not_answered(here):
    request = make.request(here)
    actions.withdraw(request, by=own(request), now=NOW)
    actions.undo_withdrawal(request, by=own(request), now=NOW)
    actions.answer(request, by=here.clerk, now=NOW, text="请到镇政府办理。")
    actions.not_answered(request, by=own(request), now=NOW, text="没有回答我的问题")
    actions.answer(request, by=here.clerk, now=NOW, text="请到镇政府二楼办理。")
    with pytest.raises(NotPossible, match="once"):
        actions.not_answered(request, by=own(request), now=NOW, text="还是没有")


# Dispatch and return


def test_nobody_to_contact_means_no_contact_clock(here):
    for more in ({"contact_phone": "", "contact_name": ""}, {"wants_secrecy": True}):
        case = make.dispatched(here, **more)
        assert not case.clocks.filter(kind=ClockKind.CONTACT).exists()


def test_a_unit_replies_to_a_secret_request_without_a_contact_it_may_not_make(here):
    case = make.signed(here, wants_secrecy=True)
    actions.reply(case, by=here.handler, now=NOW, text="已经修好。")
    assert case.state == CaseState.PENDING_REVIEW


def test_the_clocks_of_a_unit_that_returned_the_case_are_cancelled(here):
    case = make.signed(here)
    actions.ask_return(case, by=here.head, now=NOW, **WHY, proposed_unit=here.roads)
    actions.agree_return(case, by=here.dispatcher, now=NOW, decision="同意")
    ended = case.clocks.filter(kind__in=[ClockKind.CONTACT, ClockKind.HANDLE])
    assert set(ended.values_list("is_cancelled", flat=True)) == {True}
    assert not case.clocks.get(kind=ClockKind.SIGN).is_cancelled  # signing was done in time


def test_days_the_decider_was_late_are_given_back(here):
    case = make.signed(here)  # Wednesday 4 March; due 11 March 24:00
    actions.ask_return(
        case, by=here.head, now=NOW, **WHY, proposed_unit=here.roads
    )  # decision due 5 March 24:00
    actions.refuse_return(case, by=here.dispatcher, now=at(9, 10), decision="属于水务职责")
    lead = case.assignments.get()
    assert lead.due == at(14)  # two working days later: 6 and 9 March
    assert case.promised_due == at(14)
    handle = case.clocks.get(kind=ClockKind.HANDLE)
    assert (handle.due, handle.changes.get().cause) == (at(14), DueCause.LATE_DECISION)


def test_a_decision_in_time_gives_nothing_back(here):
    case = make.signed(here)
    actions.ask_return(case, by=here.head, now=NOW, **WHY, proposed_unit=here.roads)
    actions.refuse_return(case, by=here.dispatcher, now=at(5, 23), decision="属于水务职责")
    assert case.assignments.get().due == at(12)


def test_emergencies_are_returned_within_half_an_hour(here):
    case = accept(here, make.request(here), priority=Priority.P1)
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.water)
    with pytest.raises(NotPossible):
        actions.ask_return(
            case, by=here.head, now=NOW + timedelta(minutes=30), **WHY, proposed_unit=here.roads
        )
    actions.ask_return(
        case, by=here.head, now=NOW + timedelta(minutes=29), **WHY, proposed_unit=here.roads
    )
    assert case.state == CaseState.RETURN_PENDING


# What lives beside a case ends with its state (I17)


def test_an_open_return_ends_when_everything_is_withdrawn(here):
    case = make.signed(here)
    actions.ask_return(case, by=here.head, now=NOW, **WHY, proposed_unit=here.roads)
    request = case.requests.get()
    actions.withdraw(request, by=own(request), now=NOW)
    assert ReturnRequest.objects.get().state == ReturnState.DROPPED
    assert not Clock.objects.filter(case=case, stopped_at=None).exists()


def test_a_unit_accused_while_its_return_waits_leaves_nothing_open(here):
    case = make.signed(here)
    actions.ask_return(case, by=here.head, now=NOW, **WHY, proposed_unit=here.roads)
    actions.accuse(case, by=here.dispatcher, now=NOW, unit=here.water)
    assert ReturnRequest.objects.get().state == ReturnState.DROPPED


def test_a_unit_accused_at_the_callback_takes_question_and_reply_with_it(here):
    case = make.released(here)
    actions.accuse(case, by=here.dispatcher, now=NOW, unit=here.water)
    assert case.state == CaseState.PENDING_DISPATCH
    assert case.callbacks.get().state == CallbackState.CANCELLED
    assert case.requests.get().state == RequestState.ON_CASE


def refused(here):
    request = make.request(here)
    return actions.refuse(
        request, by=here.clerk, now=NOW, reason=RefusalReason.LEGAL_ROUTE, route="请向法院咨询。"
    )


def test_a_refusal_is_not_archived_while_an_objection_waits(here):
    request = refused(here)
    actions.object_to(request, by=own(request), now=NOW, text="应当受理")
    tasks.tick(NOW + timedelta(days=30))
    request.refresh_from_db()
    assert request.state == RequestState.NOT_ACCEPTED


def test_an_objection_to_a_refusal_is_not_decided_by_the_accused_unit(here):
    request = make.request(here, kind=Kind.COMPLAINT, accused_unit=here.water)
    actions.refuse(request, by=here.clerk, now=NOW, reason=RefusalReason.INVALID, route="无")
    actions.object_to(request, by=own(request), now=NOW, text="应当受理")
    make.organisations.grant(here.handler, Role.SUPERVISOR, here.county)
    for decide in (actions.uphold_refused, actions.dismiss_refused):
        with pytest.raises(NotAllowed):
            decide(request, by=here.handler, now=NOW, decision="不成立")


# Who is told


def test_whoever_withdrew_hears_no_more_of_the_case(here, reactions):
    case = make.accepted(here)
    gone = second_voice(here, case)
    actions.withdraw(gone, by=own(gone), now=NOW)
    drain(NOW)
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.water)
    drain(NOW)
    told = Message.objects.filter(code="dispatched").values_list("to", flat=True)
    assert list(told) == ["13900001234"]


def test_a_reply_found_not_done_is_told_to_the_unit_alone(here, reactions):
    case = make.replied(here)
    actions.find_not_done(case, by=here.reviewer, now=NOW, finding="现场仍在漏水")
    drain(NOW)
    codes = set(Message.objects.values_list("code", flat=True))
    assert "rework" in codes
    assert "reopened" not in codes


def test_a_direct_answer_is_told(here, reactions):
    request = make.request(here)
    actions.answer(request, by=here.clerk, now=NOW, text="请到镇政府办理。")
    drain(NOW)
    assert Message.objects.filter(about=f"request:{request.pk}", code="closed").exists()
