"""One voice walks the whole road: submit … rate … close … object … archive … publish."""

from datetime import datetime

import pytest

from huiying.audit.actions import TIMER
from huiying.audit.queries import events_of
from huiying.cases import actions
from huiying.cases.choices import (
    CallbackState,
    CaseState,
    ClockKind,
    RequestState,
    Step,
    TryResult,
)
from huiying.cases.permissions import Requester
from huiying.cases.tests import make
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotPossible

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def at(day, hour=0, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def test_a_submitted_request_gets_a_number_a_code_and_an_accept_clock(here):
    request = make.request(here)
    clock = request.clocks.get()
    assert (clock.kind, clock.due) == (ClockKind.ACCEPT, at(4, 11))
    assert request.state == RequestState.SUBMITTED
    assert len(request.pin_hash) == 64


def test_accepting_opens_a_case_with_a_dispatch_clock(here):
    case = make.accepted(here)
    assert (case.state, case.next_clock) == (CaseState.PENDING_DISPATCH, ClockKind.DISPATCH)
    assert case.next_due == at(4, 14, 30)  # four office hours, lunch skipped
    assert case.requests.get().state == RequestState.ON_CASE


def test_dispatching_starts_the_unit_clocks_side_by_side(here):
    case = make.dispatched(here)
    due = {clock.kind: clock.due for clock in case.clocks.filter(stopped_at=None)}
    assert due == {
        ClockKind.SIGN: at(4, 11),
        ClockKind.CONTACT: at(6),
        ClockKind.HANDLE: at(12),
    }
    assert case.promised_due == at(12)
    assert case.first_receiver == here.water


def test_the_main_road_ends_closed_with_a_rating(here):
    case = make.closed(here)
    request = case.requests.get()
    assert (case.state, request.state) == (CaseState.CLOSED, RequestState.CLOSED)
    assert case.ratings.get().result == "4"
    assert not case.clocks.filter(stopped_at=None).exists()


def test_the_requester_rates_by_link_instead(here):
    case = make.released(here)
    callback = case.callbacks.get()
    actions.rate(callback, make.GOOD, by=Requester(callback.request_id), now=NOW)
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_nobody_rates_twice(here):
    case = make.closed(here)
    callback = case.callbacks.get()
    with pytest.raises(NotPossible):
        actions.rate(callback, make.BAD, by=Requester(callback.request_id), now=NOW)


def test_a_bad_answer_keeps_the_case_open_until_it_is_dealt_with(here):
    case = make.released(here)
    actions.answer_callback(case.callbacks.get(), make.BAD, by=here.caller, now=NOW)
    case.refresh_from_db()
    assert case.state == CaseState.PENDING_CALLBACK
    actions.rework(case, by=here.reviewer, now=NOW, reason="水还在漏")
    lead = case.assignments.get()
    assert (case.state, lead.round, lead.state) == (CaseState.REWORK, 2, "REWORK")
    assert lead.due == at(10)  # three working days


def test_the_second_round_is_asked_about_again(here):
    case = make.released(here)
    actions.answer_callback(case.callbacks.get(), make.BAD, by=here.caller, now=NOW)
    actions.rework(case, by=here.reviewer, now=NOW, reason="水还在漏")
    actions.reply(case, by=here.handler, now=NOW, text="换了整段水管。")
    actions.release(case, by=here.reviewer, now=NOW)
    assert sorted(case.callbacks.values_list("round", "state")) == [(1, "DISPOSED"), (2, "DUE")]


def test_a_bad_answer_may_be_judged_reasonable(here):
    case = make.released(here)
    callback = case.callbacks.get()
    actions.answer_callback(callback, make.BAD, by=here.caller, now=NOW)
    supervisor = make.organisations.person("second.reviewer")
    make.organisations.grant(supervisor, make.Role.REVIEWER, here.county)
    actions.dispose(callback, by=supervisor, now=NOW, text="已按规定办理，并已当面说明。")
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_after_three_tries_on_two_days_the_person_gets_a_link(here):
    case = make.released(here)
    callback = case.callbacks.get()
    for when in (at(4, 10), at(4, 15), at(5, 9)):
        actions.try_callback(callback, by=here.caller, now=when, result=TryResult.NO_ANSWER)
    callback.refresh_from_db()
    assert callback.state == CallbackState.LINK_SENT
    actions.lapse_link(callback, by=TIMER, now=at(13))
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    assert not case.ratings.exists()  # silence is never a grade


def test_two_tries_lie_two_hours_apart(here):
    case = make.released(here)
    callback = case.callbacks.get()
    actions.try_callback(callback, by=here.caller, now=at(4, 10), result=TryResult.BUSY)
    with pytest.raises(NotPossible):
        actions.try_callback(callback, by=here.caller, now=at(4, 11), result=TryResult.BUSY)


def test_sending_back_resumes_the_old_clock_with_a_day_of_grace(here):
    case = make.replied(here, now=NOW)
    late = at(11, 18)
    actions.send_back(case, by=here.reviewer, now=late, defects="没有写明依据")
    lead = case.assignments.get()
    assert (case.state, lead.state, lead.due) == (CaseState.IN_PROGRESS, "IN_PROGRESS", at(13))
    actions.reply(case, by=here.handler, now=late, text="依据已补。")
    actions.send_back(case, by=here.reviewer, now=at(12, 9), defects="再看")
    assert case.assignments.get().due == at(13)  # grace once a round


def test_a_return_goes_back_to_dispatch_and_not_to_the_same_unit_again(here):
    case = make.signed(here)
    actions.ask_return(
        case,
        by=here.head,
        now=NOW,
        reason="不属于水务职责",
        legal_basis="三定方案",
        proposed_unit=here.roads,
    )
    assert case.state == CaseState.RETURN_PENDING
    actions.agree_return(case, by=here.dispatcher, now=NOW, decision="同意")
    assert (case.state, case.lead_unit_id) == (CaseState.PENDING_DISPATCH, None)
    with pytest.raises(NotPossible, match="returned this case"):
        actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.water)
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.roads)
    assert case.first_receiver_id == here.water.pk


def test_a_refused_return_goes_on_and_cannot_be_asked_again(here):
    case = make.signed(here)
    asked = {"reason": "不属于我们", "legal_basis": "三定方案", "proposed_unit": here.roads}
    actions.ask_return(case, by=here.head, now=NOW, **asked)
    actions.refuse_return(case, by=here.dispatcher, now=NOW, decision="属于水务职责")
    assert case.state == CaseState.IN_PROGRESS
    with pytest.raises(NotPossible):
        actions.ask_return(case, by=here.head, now=NOW, **asked)


def test_a_unit_replies_only_after_first_contact(here):
    case = make.signed(here)
    with pytest.raises(NotPossible, match="first contact"):
        actions.reply(case, by=here.handler, now=NOW, text="已办")


def test_pressing_twice_is_refused_and_changes_nothing(here):
    case = make.dispatched(here)
    actions.sign(case, by=here.handler, now=NOW)
    version = case.version
    with pytest.raises(NotPossible):
        actions.sign(case, by=here.handler, now=NOW)
    case.refresh_from_db()
    assert case.version == version


def test_moving_on_an_old_view_is_refused(here):
    case = make.dispatched(here)
    with pytest.raises(NotPossible, match="faster"):
        actions.sign(case, by=here.handler, now=NOW, version=case.version - 1)


def test_every_step_is_on_the_timeline_and_in_the_record(here):
    case = make.closed(here)
    steps = list(case.entries.values_list("step", flat=True))
    assert steps == [
        Step.OPEN,
        Step.DISPATCH,
        Step.SIGN,
        Step.CONTACT,
        Step.REPLY,
        Step.RELEASE,
        Step.CALLBACK_ANSWER,
        Step.CONCLUDE,
    ]
    assert [event.kind for event in events_of(case.subject)] == [f"case.{step}" for step in steps]
