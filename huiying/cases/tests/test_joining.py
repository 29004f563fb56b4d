"""One matter, many voices: R11, R23, C17–C19, C42, C46 and I3, I4, I12, I19."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.audit.actions import TIMER, drain
from huiying.cases import actions
from huiying.cases.choices import (
    AssignmentState,
    CallbackState,
    CaseState,
    Kind,
    RequestState,
)
from huiying.cases.models import Callback, Case, Merge, Request
from huiying.cases.permissions import Requester
from huiying.cases.queries import visible_to
from huiying.cases.tasks import tick
from huiying.cases.tests.pages import as_person, make, text_of
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.choices import Code
from huiying.notifications.models import Message
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

NOW = make.MORNING
LATER = NOW + timedelta(hours=3)
OTHER_PHONE = "13900005678"

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return make.county()


def attached(here, case, now=LATER, **more):
    said = {"contact_phone": OTHER_PHONE, **more}
    asked = make.request(here, now, **said)
    return actions.attach(asked, by=here.clerk, now=now, case_no=case.case_no)


def merged(here, first, second, now=LATER, **more):
    kept = actions.merge(first, by=here.dispatcher, now=now, other_no=second.case_no, **more)
    first.refresh_from_db()
    second.refresh_from_db()
    return kept


def told(code, request):
    drain(LATER)
    return Message.objects.filter(code=code, about=f"request:{request.pk}").count()


# --- R11 -------------------------------------------------------------------------------------------


def test_one_more_voice_leaves_the_clocks_and_is_told_where_it_stands(here):
    case = make.signed(here)
    due = case.promised_due
    asked = attached(here, case)
    case.refresh_from_db()
    assert (asked.case, asked.state, asked.is_repeat) == (case, RequestState.ON_CASE, False)
    assert case.promised_due == due
    assert not asked.clocks.filter(stopped_at__isnull=True).exists()
    assert told(Code.JOINED, asked) == 1
    assert Message.objects.filter(code=Code.ONE_MORE, person=here.handler).count() == 1


def test_the_same_telephone_makes_it_a_repeat(here):
    case = make.signed(here)
    assert attached(here, case, contact_phone="13900001234").is_repeat


def test_whoever_joins_an_answered_matter_has_the_answer_at_once_and_judges_it(here):
    case = make.released(here)
    drain(NOW)
    asked = attached(here, case)
    assert asked.state == RequestState.REPLIED
    callback = asked.callbacks.get()
    assert told(Code.REPLY, asked) == 1
    actions.rate(callback, make.GOOD, by=Requester(asked.pk), now=LATER)
    first = case.callbacks.exclude(pk=callback.pk).get()
    actions.answer_callback(first, make.GOOD, by=here.caller, now=LATER)
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    assert set(case.requests.values_list("state", flat=True)) == {RequestState.CLOSED}


def test_a_closed_case_takes_no_new_voice(here):
    case = make.closed(here)
    with pytest.raises(NotPossible):
        attached(here, case)


def test_a_secret_voice_joins_nothing_that_a_unit_has(here):
    case = make.signed(here)
    with pytest.raises(NotPossible, match="secrecy"):
        attached(here, case, wants_secrecy=True)
    waiting = make.accepted(here)
    attached(here, waiting, wants_secrecy=True)
    waiting.refresh_from_db()
    assert waiting.is_confidential


def test_a_tip_off_joins_only_a_tip_off(here):
    with pytest.raises(NotPossible, match="wrongdoing"):
        attached(here, make.accepted(here), kind=Kind.TIP_OFF)
    with pytest.raises(NotPossible, match="wrongdoing"):
        attached(here, make.accepted(here, kind=Kind.TIP_OFF))


def test_a_voice_against_a_unit_does_not_join_what_that_unit_has(here):
    case = make.signed(here)
    with pytest.raises(NotAllowed):
        attached(here, case, kind=Kind.COMPLAINT, accused_unit=here.water)
    waiting = make.accepted(here, kind=Kind.COMPLAINT)
    attached(here, waiting, kind=Kind.COMPLAINT, accused_unit=here.water)
    waiting.refresh_from_db()
    assert [each.unit for each in waiting.accused.all()] == [here.water]
    assert waiting not in visible_to(here.handler, now=NOW)


def test_only_intake_attaches_and_only_within_its_reach(here):
    case, asked = make.signed(here), make.request(here)
    with pytest.raises(NotAllowed):
        actions.attach(asked, by=here.handler, now=NOW, case_no=case.case_no)
    elsewhere = organisations.area("990202000000", 3, "东山县", here.city)
    stranger = organisations.person("stranger")
    organisations.grant(stranger, Role.INTAKE_CLERK, elsewhere)
    with pytest.raises(NotPossible, match="within your reach"):
        actions.attach(asked, by=stranger, now=NOW, case_no=case.case_no)


# --- R23 -------------------------------------------------------------------------------------------


def test_the_same_person_is_told_the_result_of_a_decided_matter(here):
    case = make.closed(here)
    asked = make.request(here, LATER)
    actions.tell_result(asked, by=here.clerk, now=LATER, case_no=case.case_no, text="已修好。")
    asked.refresh_from_db()
    assert (asked.state, asked.repeat_of, asked.case) == (RequestState.ANSWERED, case, None)
    assert asked.is_repeat
    assert asked.clocks.filter(kind="OBJECTION", stopped_at__isnull=True).count() == 1
    assert told(Code.CLOSED, asked) == 1


def test_another_person_is_not_told_the_result_but_heard(here):
    case, asked = make.closed(here), make.request(here, contact_phone=OTHER_PHONE)
    with pytest.raises(NotPossible, match="another person"):
        actions.tell_result(asked, by=here.clerk, now=LATER, case_no=case.case_no, text="已修好。")


def test_nothing_is_told_of_an_undecided_matter(here):
    case, asked = make.signed(here), make.request(here)
    with pytest.raises(NotPossible, match="not decided"):
        actions.tell_result(asked, by=here.clerk, now=LATER, case_no=case.case_no, text="x")


# --- C17 -------------------------------------------------------------------------------------------


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


# --- C18 -------------------------------------------------------------------------------------------


def test_a_merging_is_taken_apart_by_saying_of_each_request_where_it_belongs(here):
    first = make.signed(here)
    second = make.dispatched(here, contact_phone=OTHER_PHONE)
    attached(here, second, contact_phone="13900007777")
    merged(here, first, second)
    stay, back = (
        second.merges.get().moved.order_by("pk").values_list("request__receipt_no", flat=True)
    )
    after = NOW + timedelta(days=3)
    with pytest.raises(NotPossible, match="each request"):
        actions.unmerge(second, by=here.dispatcher, now=after, back=[back], stay=[], reason="x")
    actions.unmerge(
        second, by=here.dispatcher, now=after, back=[back], stay=[stay], reason="两件事"
    )
    second.refresh_from_db()
    assert second.state == CaseState.PENDING_DISPATCH
    assert [each.receipt_no for each in second.requests.all()] == [back]
    assert first.requests.count() == 2
    assert second.merged_into is None
    drain(after)
    assert Message.objects.filter(code=Code.PARTED).count() == 2


def test_merged_days_do_not_count_for_the_unit(here):
    first, second = make.signed(here), make.dispatched(here, contact_phone=OTHER_PHONE)
    merged(here, first, second)
    after = NOW + timedelta(days=6)
    number = second.merges.get().moved.get().request.receipt_no
    actions.unmerge(second, by=here.dispatcher, now=after, back=[number], stay=[], reason="两件事")
    second.refresh_from_db()
    fresh = second.clocks.get(kind="DISPATCH", stopped_at__isnull=True)
    assert fresh.started_at == after
    told_before = second.promised_due
    actions.dispatch(second, by=here.dispatcher, now=after, lead_unit=here.roads)
    lead = second.assignments.get(is_current=True)
    assert lead.due > after
    assert second.promised_due == max(told_before, lead.due)
    assert second.opened_at == NOW  # the person's time runs from the beginning


def test_after_the_reply_a_merging_stays(here):
    first, second = make.signed(here), make.signed(here, contact_phone=OTHER_PHONE)
    merged(here, first, second)
    actions.contact(first, by=here.handler, now=LATER, result="REACHED")
    actions.reply(first, by=here.handler, now=LATER, text="水管已经修好。")
    actions.release(first, by=here.reviewer, now=LATER)
    number = second.merges.get().moved.get().request.receipt_no
    with pytest.raises(NotPossible):
        actions.unmerge(second, by=here.dispatcher, now=LATER, back=[number], stay=[], reason="x")
