"""Two cases turn out to be one matter: C17, C42 and I3, I4, I12."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from huiying.audit.actions import TIMER, drain
from huiying.cases import actions
from huiying.cases.choices import (
    AssignmentState,
    CallbackState,
    CaseState,
    ClockKind,
)
from huiying.cases.models import Callback, Case, Merge, Request
from huiying.cases.rules.plans import Line
from huiying.cases.tasks import tick
from huiying.cases.tests.pages import as_person, make, text_of
from huiying.cases.tests.voices import LATER, NOW, OTHER_PHONE, merged, told
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.choices import Code
from huiying.notifications.models import Message

pytestmark = pytest.mark.django_db


ROUTE = {"kind": "LAWSUIT", "body": "县法院", "proof": "民诉法", "text": "请向县法院起诉。"}


def test_two_cases_become_one_and_nobody_is_dropped(here):
    first = make.signed(here)
    second = make.dispatched(here, NOW + timedelta(hours=1), contact_phone=OTHER_PHONE)
    before = list(Request.objects.order_by("pk").values_list("pk", "pin_hash", "contact_phone"))
    kept = merged(here, second, first)
    assert kept == first
    assert (second.state, second.merged_into, second.lead_unit) == (CaseState.MERGED, first, None)
    assert first.state == CaseState.IN_PROGRESS
    assert first.requests.count() == 2
    after = list(Request.objects.order_by("pk").values_list("pk", "pin_hash", "contact_phone"))
    assert after == before
    for request in first.requests.all():
        assert told(Code.JOINED, request) == 1
    assert Message.objects.filter(code=Code.GIVEN_UP, person=here.handler).exists()


def test_no_live_request_hangs_on_a_merged_case(here):
    first, second = make.signed(here), make.signed(here, contact_phone=OTHER_PHONE)
    merged(here, first, second)
    assert not Case.objects.filter(state=CaseState.MERGED, requests__isnull=False).exists()


def test_everyone_of_a_merged_case_is_called_back_and_judges(here):
    first, second = make.signed(here), make.signed(here, contact_phone=OTHER_PHONE)
    merged(here, first, second)
    actions.contact(first, by=here.handler, now=LATER, result="REACHED")
    actions.reply(first, by=here.handler, now=LATER, text="水管已经修好。")
    actions.release(first, by=here.reviewer, now=LATER)
    assert Callback.objects.filter(case=first).count() == 2


def test_whoever_was_called_back_before_the_merging_is_called_back_again(here):
    """A callback belongs to a round of its case: rounds of two cases do not meet."""
    again = make.released(here)
    actions.answer_callback(again.callbacks.get(), make.BAD, by=here.caller, now=LATER)
    actions.rework(again, by=here.caller, now=LATER, reason="还在漏")
    first = make.signed(here, NOW - timedelta(days=1), contact_phone=OTHER_PHONE)
    merged(here, again, first)
    actions.contact(first, by=here.handler, now=LATER, result="REACHED")
    actions.reply(first, by=here.handler, now=LATER, text="水管已经修好。")
    actions.release(first, by=here.reviewer, now=LATER)
    for callback in first.callbacks.filter(state=CallbackState.DUE):
        actions.answer_callback(callback, make.GOOD, by=here.caller, now=LATER)
    first.refresh_from_db()
    assert first.state == CaseState.CLOSED


def test_the_earlier_promise_stands(here):
    first = make.signed(here)
    second = make.accepted(here, NOW + timedelta(days=2), contact_phone=OTHER_PHONE)
    merged(here, second, first)
    assert first.promised_due is not None
    late = make.dispatched(here, NOW + timedelta(days=5), contact_phone="13900009999")
    kept = merged(here, first, late, now=NOW + timedelta(days=5), survivor="other")
    assert kept.promised_due == first.promised_due < late.assignments.get().due


def test_a_breach_stays_with_the_unit_that_had_it_and_other_clocks_no_longer_count(here):
    first = make.signed(here)
    late = make.dispatched(here, contact_phone=OTHER_PHONE)
    after = NOW + timedelta(hours=5)  # signing is two office hours; handling is not due yet
    merged(here, first, late, now=after)
    clocks = {each.kind: each for each in late.clocks.filter(assignment__isnull=False)}
    assert clocks["SIGN"].is_late
    assert clocks["HANDLE"].is_cancelled
    assert late.assignments.get().state == AssignmentState.RECALLED


def test_a_case_that_was_answered_takes_no_other_in(here):
    answered, other = make.replied(here), make.signed(here, contact_phone=OTHER_PHONE)
    with pytest.raises(NotPossible):
        merged(here, other, answered, survivor="other")


def test_the_one_accepted_earlier_goes_on_unless_it_is_stated(here):
    first, second = make.accepted(here), make.accepted(here, NOW + timedelta(hours=1))
    assert merged(here, first, second, survivor="other") == second
    assert first.state == CaseState.MERGED


def test_a_secret_case_merges_only_where_no_unit_learns_of_it(here):
    secret = make.accepted(here, wants_secrecy=True)
    held = make.signed(here, contact_phone=OTHER_PHONE)
    with pytest.raises(NotPossible, match="secrecy"):
        merged(here, secret, held, survivor="other")
    same = make.dispatched(here, NOW, wants_secrecy=True, contact_phone=OTHER_PHONE)
    merged(here, same, held, survivor="other")  # the water office has both
    held.refresh_from_db()
    assert held.is_confidential


def test_two_that_must_stay_apart_are_linked_for_staff_and_units_do_not_see_it(here):
    secret = make.accepted(here, wants_secrecy=True)
    held = make.signed(here, contact_phone=OTHER_PHONE)
    actions.relate(held, by=here.dispatcher, now=NOW, other_no=secret.case_no)
    address = reverse("cases:case", args=[held.case_no])
    assert secret.case_no in text_of(as_person(here.dispatcher).get(address))
    assert secret.case_no not in text_of(as_person(here.handler).get(address))
    with pytest.raises(NotAllowed):
        actions.relate(held, by=here.handler, now=NOW, other_no=held.case_no)


def test_following_mergings_ends_at_one_case(here):
    first, second, third = (make.accepted(here, NOW + timedelta(hours=n)) for n in range(3))
    merged(here, second, third)
    merged(here, first, second)
    third.refresh_from_db()
    assert (third.merged_into, second.merged_into) == (second, first)
    assert first.requests.count() == 3
    asked = make.request(here)
    actions.attach(asked, by=here.clerk, now=LATER, case_no=third.case_no)
    assert first.requests.count() == 4
    with pytest.raises(NotPossible):
        actions.merge(first, by=here.dispatcher, now=LATER, other_no=third.case_no)


def test_several_are_merged_together_or_none(here):
    first, second = make.accepted(here), make.accepted(here, contact_phone=OTHER_PHONE)
    answered = make.replied(here)
    with pytest.raises(NotPossible):
        actions.merge_into(first, [second, answered], by=here.dispatcher, now=LATER)
    assert not Merge.objects.exists()
    actions.merge_into(first, [second], by=here.dispatcher, now=LATER)
    assert Merge.objects.count() == 1


def test_a_merged_case_is_put_away_with_its_survivor(here):
    first, second = make.signed(here), make.accepted(here, contact_phone=OTHER_PHONE)
    merged(here, first, second)
    with pytest.raises(NotPossible):
        actions.archive_merged(second, by=TIMER, now=LATER)
    Case.objects.filter(pk=first.pk).update(state=CaseState.ARCHIVED)
    tick(LATER)
    second.refresh_from_db()
    assert second.state == CaseState.ARCHIVED


def test_who_is_merged_into_a_case_on_a_legal_route_reads_it_and_may_object(here):
    first, second = make.signed(here), make.accepted(here, contact_phone=OTHER_PHONE)
    actions.to_legal(first, by=here.dispatcher, now=NOW, **ROUTE)
    drain(NOW)
    asked = second.requests.get()
    merged(here, second, first)
    assert asked.clocks.get(kind=ClockKind.OBJECTION, stopped_at=None).started_at == LATER
    assert told(Code.LEGAL_ROUTE, asked) == 1
    actions.unmerge(
        second, by=here.dispatcher, now=LATER, back=[asked.receipt_no], stay=[], reason="两件事"
    )
    assert not asked.clocks.filter(kind=ClockKind.OBJECTION, stopped_at=None).exists()


def test_who_is_merged_into_a_case_on_a_plan_reads_the_plan(here):
    first, second = make.signed(here), make.accepted(here, contact_phone=OTHER_PHONE)
    actions.contact(first, by=here.handler, now=NOW, result="REACHED")
    plan = {"cause": "主管老化", "official": "何明远", "told": "电话告知"}
    lines = [Line("更换主管", date(2026, 3, 30))]
    actions.propose_plan(first, by=here.head, now=NOW, lines=lines, **plan)
    actions.approve_plan(first, by=here.supervisor, now=NOW)
    drain(NOW)
    merged(here, second, first)
    assert told(Code.PLANNED, second.merges.get().moved.get().request) == 1
