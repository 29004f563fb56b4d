"""What follows from a dissatisfied answer: proposed, decided, done again or handed over (K8, C24, C26)."""

import pytest

from huiying.audit.actions import drain
from huiying.audit.queries import events_of
from huiying.cases import actions
from huiying.cases.choices import (
    CallbackState,
    CaseState,
    ClockKind,
    Disposal,
    RequestState,
    TryResult,
)
from huiying.cases.models import Rating
from huiying.cases.permissions import callback_steps
from huiying.cases.tests import make
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message

NOW = make.MORNING


def test_the_officer_proposes_and_the_reviewer_decides(here):
    _case, callback = make.answered(here)
    steps = {step for step, verdict in callback_steps(callback, by=here.caller, now=NOW) if verdict}
    assert steps == {"propose_disposal"}
    actions.propose_disposal(
        callback, by=here.caller, now=NOW, disposal=Disposal.REASONABLE, text="已当面解释"
    )
    with pytest.raises(NotAllowed):
        actions.dispose(callback, by=here.caller, now=NOW, text="x")
    callback = actions.dispose(callback, by=here.reviewer, now=NOW, text="依规办理")
    assert (callback.proposal, callback.disposal) == ("REASONABLE", "REASONABLE")
    drain(NOW)
    assert "依规办理" in Message.objects.get(code="explained").text


def test_nothing_is_proposed_about_a_good_answer(here):
    first, other = make.request(here), make.released(here)
    del first
    callback = other.callbacks.get()
    with pytest.raises(NotPossible):
        actions.propose_disposal(
            callback, by=here.caller, now=NOW, disposal=Disposal.REWORK, text="x"
        )


def test_rework_is_a_disposal_of_its_own_class_and_is_asked_about_again(here):
    case, callback = make.answered(here)
    actions.rework(case, by=here.caller, now=NOW, reason="仍在漏")
    callback.refresh_from_db()
    assert (callback.state, callback.disposal) == (CallbackState.DISPOSED, Disposal.REWORK)
    actions.reply(case, by=here.handler, now=NOW, text="已更换。")
    actions.release(case, by=here.reviewer, now=NOW)
    again = case.callbacks.get(round=2)
    actions.answer_callback(again, make.GOOD, by=here.caller, now=NOW)
    assert sorted(Rating.objects.values_list("round", "result")) == [(1, "2"), (2, "4")]


def test_handing_over_sends_the_case_to_another_unit_and_is_asked_about_anew(here):
    case, callback = make.answered(here)
    with pytest.raises(NotAllowed):
        actions.hand_over(case, by=here.caller, now=NOW, reason="应由公路局办理")
    actions.hand_over(case, by=here.reviewer, now=NOW, reason="应由公路局办理")
    callback.refresh_from_db()
    assert (case.state, case.lead_unit, callback.disposal) == (
        CaseState.PENDING_DISPATCH,
        None,
        Disposal.HANDED_OVER,
    )
    assert case.next_clock == ClockKind.DISPATCH
    assert case.requests.get().state == RequestState.ON_CASE
    old = case.assignments.get()
    assert (old.state, old.is_current) == ("ACCEPTED", False)
    with pytest.raises(NotPossible):
        actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.water)
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.roads)
    actions.sign(case, by=here.other_handler, now=NOW)
    actions.contact(case, by=here.other_handler, now=NOW, result=TryResult.REACHED)
    actions.reply(case, by=here.other_handler, now=NOW, text="已修复路面。")
    actions.release(case, by=here.reviewer, now=NOW)
    actions.answer_callback(case.callbacks.get(round=2), make.GOOD, by=here.caller, now=NOW)
    assert case.ratings.count() == 2
    drain(NOW)
    assert Message.objects.filter(code="handed_over").count() == 1
    kinds = {event.kind for event in events_of(case.subject)}
    assert {"case.hand_over", "case.conclude"} <= kinds


def test_a_new_lead_may_still_ask_to_return_what_was_handed_over(here):
    case, _ = make.answered(here)
    actions.hand_over(case, by=here.reviewer, now=NOW, reason="应由公路局办理")
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.roads)
    head = make.organisations.person("roads.head")
    make.organisations.grant(head, make.Role.UNIT_HEAD, here.county, here.roads)
    actions.ask_return(
        case,
        by=head,
        now=NOW,
        reason="非我职责",
        legal_basis="三定规定",
        proposed_unit=here.township,
    )
    assert case.state == CaseState.RETURN_PENDING
