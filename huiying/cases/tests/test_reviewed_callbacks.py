"""Callbacks, bad answers and what is told, as the first review of the road found them wanting."""

from datetime import datetime

import pytest

from huiying.cases import actions, tasks
from huiying.cases.choices import (
    CallbackState,
    CaseState,
    ClockKind,
    Kind,
    RequestState,
    TryResult,
)
from huiying.cases.models import Callback, Case, Clock, Request
from huiying.cases.permissions import Requester
from huiying.cases.queries import callbacks_for, work_for
from huiying.cases.tests import make
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def at(day, hour=0, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def own(request):
    return Requester(request.pk)


def second_voice(here, case):
    """Another request on the same case, as joining will make it."""
    other = make.request(here, contact_phone="13900005678")
    state = RequestState(case.requests.first().state)
    Request.objects.filter(pk=other.pk).update(case=case, state=state)
    return Request.objects.get(pk=other.pk)


def test_rework_ends_the_links_of_the_round_and_leaves_good_answers_alone(here):
    case = make.replied(here)
    second_voice(here, case)
    third = second_voice(here, case)
    actions.release(case, by=here.reviewer, now=NOW)
    bad, good, linked = case.callbacks.order_by("request_id")
    assert linked.request_id == third.pk
    for when in (at(4, 10), at(4, 15), at(5, 9)):
        actions.try_callback(linked, by=here.caller, now=when, result=TryResult.NO_ANSWER)
    actions.answer_callback(good, make.GOOD, by=here.caller, now=at(5, 10))
    actions.answer_callback(bad, make.BAD, by=here.caller, now=at(5, 10))
    actions.rework(case, by=here.reviewer, now=at(5, 11), reason="水还在漏")
    states = list(case.callbacks.order_by("request_id").values_list("state", "disposition"))
    assert states == [("DISPOSED", "水还在漏"), ("ANSWERED", ""), ("CANCELLED", "")]
    assert not Clock.objects.filter(kind=ClockKind.LINK, stopped_at=None).exists()


# Review, callback, disposition


def test_a_first_reply_after_the_due_date_stays_late_when_sent_back(here):
    case = make.signed(here)
    actions.contact(case, by=here.handler, now=NOW, result=TryResult.REACHED)
    actions.reply(case, by=here.handler, now=at(12, 9), text="已经修好。")  # due 11 March 24:00
    actions.send_back(case, by=here.reviewer, now=at(12, 10), defects="没有依据")
    actions.reply(case, by=here.handler, now=at(12, 11), text="依据已补。")
    assert case.clocks.get(kind=ClockKind.HANDLE).is_late


def test_only_a_reviewer_finds_a_bad_answer_handled_reasonably(here):
    case = make.released(here)
    callback = case.callbacks.get()
    actions.answer_callback(callback, make.BAD, by=here.caller, now=NOW)
    with pytest.raises(NotAllowed):
        actions.dispose(callback, by=here.caller, now=NOW, text="已按规定办理。")
    actions.dispose(callback, by=here.reviewer, now=NOW, text="已按规定办理。")
    assert Case.objects.get(pk=case.pk).state == CaseState.CLOSED


def test_a_good_answer_needs_no_disposition(here):
    case = make.replied(here)
    second_voice(here, case)
    actions.release(case, by=here.reviewer, now=NOW)
    good = case.callbacks.first()
    actions.answer_callback(good, make.GOOD, by=here.caller, now=NOW)
    with pytest.raises(NotPossible, match="satisfied"):
        actions.dispose(good, by=here.reviewer, now=NOW, text="无")


def test_an_answer_and_the_closing_it_brings_stand_or_fall_together(here, monkeypatch):
    case = make.released(here)

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("huiying.cases.actions.calling.conclude_if_done", broken)
    with pytest.raises(RuntimeError):
        actions.answer_callback(case.callbacks.get(), make.GOOD, by=here.caller, now=NOW)
    assert Callback.objects.get().state == CallbackState.DUE


def test_who_does_not_want_to_be_called_is_asked_by_link_alone(here):
    case = make.released(here, wants_callback=False)
    callback = case.callbacks.get()
    assert callback.state == CallbackState.LINK_SENT
    assert not callbacks_for(here.caller, now=NOW).exists()
    assert not case.clocks.filter(kind=ClockKind.CALLBACK).exists()
    with pytest.raises(NotPossible):
        actions.try_callback(callback, by=here.caller, now=NOW, result=TryResult.BUSY)
    tasks.tick(at(12))
    assert Case.objects.get(pk=case.pk).state == CaseState.CLOSED


def test_a_bad_answer_waits_for_the_reviewer_until_it_is_dealt_with(here):
    case = make.released(here)
    assert not work_for(here.reviewer, now=NOW).exists()
    actions.answer_callback(case.callbacks.get(), make.BAD, by=here.caller, now=NOW)
    assert list(work_for(here.reviewer, now=NOW)) == [case]
    actions.rework(case, by=here.reviewer, now=NOW, reason="水还在漏")
    assert not work_for(here.reviewer, now=NOW).exists()


# Withdrawal, objections, archive


def test_a_report_of_wrongdoing_is_looked_into_although_it_is_withdrawn(here):
    case = make.signed(here, kind=Kind.TIP_OFF)
    request = case.requests.get()
    actions.withdraw(request, by=own(request), now=NOW)
    case.refresh_from_db()
    request.refresh_from_db()
    assert (case.state, request.state) == (CaseState.IN_PROGRESS, RequestState.WITHDRAWN)
    actions.reply(case, by=here.handler, now=NOW, text="已核查。")
    actions.close_uncalled(case, by=here.reviewer, now=NOW)
    assert case.state == CaseState.CLOSED


def test_a_case_taken_up_again_is_not_closed(here):
    case = make.signed(here)
    request = case.requests.get()
    actions.withdraw(request, by=own(request), now=NOW)
    actions.take_up_again(case, by=here.dispatcher, now=NOW, reason="关系公共安全")
    assert (case.state, case.closed_at) == (CaseState.PENDING_DISPATCH, None)
