"""The calling list, and what people say."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from huiying.audit.actions import TIMER, drain
from huiying.audit.queries import events_of
from huiying.cases import actions
from huiying.cases.choices import (
    CallbackState,
    CaseState,
    ClockKind,
    Discontent,
    Grade,
    RatingMode,
    Solved,
    TryResult,
)
from huiying.cases.choices.asking import ToldBy
from huiying.cases.models import Rating
from huiying.cases.permissions import Requester
from huiying.cases.queries import callbacks_for, ready_to_call
from huiying.cases.rules.tries import call_again_after
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message
from huiying.organisations.queries import calendar_for

NOW = make.MORNING
HOUR = timedelta(hours=1)


@pytest.fixture
def second(here):
    person = make.organisations.person("caller2", name="小卢")
    make.organisations.grant(person, make.Role.CALLBACK_OFFICER, here.county)
    return person


@pytest.fixture
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def day(number, hour=9, minute=0):
    return datetime(2026, 3, number, hour, minute, tzinfo=SHANGHAI)


def missed(callback, by, now, result=TryResult.NO_ANSWER, **more):
    return actions.try_callback(callback, by=by, now=now, result=result, **more)


# --- the list ------------------------------------------------------------------------------------


def test_two_callers_do_not_ring_the_same_person(here, second):
    callback = make.released(here).callbacks.get()
    actions.claim(callback, by=here.caller, now=NOW)
    with pytest.raises(NotPossible) as refused:
        actions.claim(callback, by=second, now=NOW)
    assert refused.value.values == {"until": "09:20"}
    with pytest.raises(NotPossible):
        missed(callback, second, NOW)
    with pytest.raises(NotPossible):
        actions.answer_callback(callback, make.GOOD, by=second, now=NOW)
    actions.claim(callback, by=second, now=NOW + 20 * timedelta(minutes=1))


def test_the_next_one_is_whoever_is_due_first_and_free(here, second):
    first, other = make.released(here), make.released(here, NOW + HOUR)
    now = NOW + HOUR
    assert actions.next_call(by=here.caller, now=now).case_id == first.pk
    assert actions.next_call(by=second, now=now).case_id == other.pk
    with pytest.raises(NotPossible):
        actions.next_call(by=make_reviewing_caller(here), now=now)
    actions.give_back(first.callbacks.get(), by=here.caller, now=now)
    assert actions.next_call(by=second, now=now).case_id == first.pk


def make_reviewing_caller(here):
    person = make.organisations.person("third")
    make.organisations.grant(person, make.Role.CALLBACK_OFFICER, here.county)
    return person


def test_who_reviewed_the_reply_does_not_get_the_call(here):
    make.organisations.grant(here.reviewer, make.Role.CALLBACK_OFFICER, here.county)
    make.released(here)
    here.reviewer = type(here.reviewer).objects.get(pk=here.reviewer.pk)
    mine = callbacks_for(here.reviewer, now=NOW)
    assert mine.count() == 1
    assert not ready_to_call(mine, by=here.reviewer, now=NOW)


def test_the_next_attempt_waits_two_hours_and_the_third_another_working_day(here):
    calendar = calendar_for(here.county.code).provisional_twin()
    friday = day(6, 9)
    assert call_again_after([], friday, calendar) == day(6, 11)
    assert call_again_after([friday], day(6, 14), calendar) == day(9, 8, 30)
    assert call_again_after([day(5, 9)], day(6, 14), calendar) == day(6, 16)


def test_after_an_attempt_the_person_comes_later_on_the_list(here):
    callback = make.released(here).callbacks.get()
    missed(callback, here.caller, NOW)
    waiting = callbacks_for(here.caller, now=NOW)
    assert not ready_to_call(waiting, by=here.caller, now=NOW + HOUR)
    assert ready_to_call(waiting, by=here.caller, now=NOW + 2 * HOUR)


def test_who_asks_to_be_called_later_is_called_then_and_it_is_none_of_the_three(here):
    callback = make.released(here).callbacks.get()
    missed(callback, here.caller, day(4, 9))
    callback = missed(callback, here.caller, day(4, 12), TryResult.LATER, call_after=day(5, 10))
    assert (callback.state, callback.call_after) == (CallbackState.CALLING, day(5, 10))
    missed(callback, here.caller, day(5, 10))
    callback = missed(callback, here.caller, day(5, 14))
    assert callback.state == CallbackState.LINK_SENT


@pytest.mark.parametrize(
    "moment", [day(3, 9), day(4, 9).replace(year=9999), day(4).replace(year=1)]
)
def test_nobody_is_put_off_to_a_day_that_was_mistyped(here, moment):
    callback = make.released(here).callbacks.get()
    with pytest.raises(NotPossible, match="within the next"):
        missed(callback, here.caller, NOW, TryResult.LATER, call_after=moment)
    callback.refresh_from_db()
    assert (callback.state, callback.call_after) == (CallbackState.DUE, None)


def test_after_three_attempts_a_message_with_the_link_goes_out(here):
    case = make.released(here)
    callback = case.callbacks.get()
    for moment in (day(4, 9), day(4, 12), day(5, 9)):
        callback = missed(callback, here.caller, moment)
    drain(day(5, 9, 1))
    message = Message.objects.get(code="rate_link")
    assert (message.to, f"/r/{callback.token}" in message.text) == ("13900001234", True)
    assert "2026-03-12 24:00" in message.text


@pytest.mark.parametrize("before", [0, 1])
def test_behind_a_wrong_number_nobody_is_reached_and_nobody_gets_a_message(here, before):
    case = make.released(here)
    callback = case.callbacks.get()
    for _ in range(before):
        missed(callback, here.caller, NOW - 3 * HOUR)
    callback = missed(callback, here.caller, NOW, TryResult.WRONG_NUMBER)
    assert (callback.state, callback.ended_at) == (CallbackState.NOT_REACHED, NOW)
    assert not callback.request.clocks.filter(kind=ClockKind.LINK).exists()
    assert "case.callback_unreached" in {each.kind for each in events_of(case.subject)}
    drain(NOW)
    assert not Message.objects.filter(code="rate_link").exists()
    assert not Rating.objects.exists()  # silence is never a grade
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_instead_of_a_wrong_number_the_link_goes_to_the_mail_address(here):
    case = make.released(here, contact_email="lu@example.org", told_by=ToldBy.SMS)
    callback = missed(case.callbacks.get(), here.caller, NOW, TryResult.WRONG_NUMBER)
    assert callback.state == CallbackState.LINK_SENT
    drain(NOW)
    assert [each.to for each in Message.objects.filter(code="rate_link")] == ["lu@example.org"]
    actions.lapse_link(callback, by=TIMER, now=NOW + timedelta(days=9))
    assert not Rating.objects.exists()
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_who_left_only_a_mail_address_is_asked_by_a_link(here):
    case = make.replied(here, contact_phone="", contact_email="lu@example.org")
    actions.release(case, by=here.reviewer, now=NOW)
    callback = case.callbacks.get()
    assert (callback.state, case.state) == (CallbackState.LINK_SENT, CaseState.PENDING_CALLBACK)
    assert not callbacks_for(here.caller, now=NOW).exists()
    drain(NOW)
    message = Message.objects.get(code="reply")
    assert (message.to, f"/r/{callback.token}" in message.text) == ("lu@example.org", True)


# --- what people say -----------------------------------------------------------------------------


def test_reasons_and_consent_are_the_persons_own(here):
    said = actions.Judgement(
        Solved.NO,
        Grade.DISSATISFIED,
        Grade.BASICALLY,
        "没人来",
        (Discontent.NOT_DONE, Discontent.TOO_SLOW),
        may_contact=True,
    )
    make.answered(here, said)
    rating = Rating.objects.get()
    assert sorted(rating.reasons.values_list("reason", flat=True)) == ["NOT_DONE", "TOO_SLOW"]
    assert rating.may_contact
    assert not rating.changes.exists()


def test_somebody_may_be_asked_in_person(here):
    case = make.released(here)
    actions.answer_callback(
        case.callbacks.get(), make.GOOD, by=here.caller, now=NOW, mode=RatingMode.PERSON
    )
    assert Rating.objects.get().mode == RatingMode.PERSON


def test_the_person_may_change_a_rating_until_the_case_closes_and_the_old_one_is_kept(here):
    case, _ = make.answered(here)
    rating, own = Rating.objects.get(), Requester(case.requests.get().pk)
    better = actions.Judgement(Solved.PARTLY, Grade.DISSATISFIED, Grade.SATISFIED)
    actions.change_rating(rating, better, by=own, now=NOW + HOUR)
    rating.refresh_from_db()
    (old,) = rating.changes.all()
    assert (rating.solved, rating.mode, old.solved, old.at) == ("PARTLY", "PAGE", "NO", NOW)
    actions.change_rating(rating, make.GOOD, by=own, now=NOW + 2 * HOUR)
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    with pytest.raises(NotPossible):
        actions.change_rating(rating, make.BAD, by=own, now=NOW + 3 * HOUR)


def test_nobody_on_the_staff_changes_a_rating(here):
    make.answered(here)
    rating = Rating.objects.get()
    for by in (here.caller, here.reviewer, here.handler, Requester(0)):
        with pytest.raises(NotAllowed):
            actions.change_rating(rating, make.GOOD, by=by, now=NOW)
    rating.refresh_from_db()
    assert rating.result == make.BAD.result


def test_the_unit_learns_the_grades_and_no_words(here):
    said = actions.Judgement(Solved.NO, Grade.DISSATISFIED, Grade.SATISFIED, "我是周阿姨")
    make.answered(here, said)
    drain(NOW)
    message = Message.objects.filter(code="judged", person=here.handler).get()
    assert "不满意" in message.text
    assert "周阿姨" not in message.text


# --- pages -----------------------------------------------------------------------------------------


def test_the_calling_page_takes_the_next_one_and_shows_who_calls(here, second, at):
    case = make.released(here)
    callback = case.callbacks.get()
    client = as_person(here.caller)
    assert "Take the next one" in text_of(client.get(reverse("cases:callbacks")))
    gone = client.post(reverse("cases:callback-next"))
    page = reverse("cases:callback-step", args=[callback.pk, "callback_answer"])
    assert gone.headers["Location"].startswith(page)
    assert "You are calling" in text_of(client.get(reverse("cases:callbacks")))
    other = as_person(second)
    assert "caller is calling this person" in text_of(other.get(reverse("cases:callbacks")))
    assert other.post(reverse("cases:callback-claim", args=[callback.pk])).status_code == 409
    sent = {
        "solved": "NO",
        "result": "1",
        "manner": "3",
        "reasons": ["UNTRUE", "MANNER"],
        "mode": "PERSON",
    }
    assert post(client, page, **sent).status_code == 302
    rating = Rating.objects.get()
    assert (rating.mode, rating.reasons.count()) == ("PERSON", 2)
    shown = text_of(client.get(reverse("cases:case", args=[case.case_no])))
    assert "I was not treated politely" in shown
    propose = reverse("cases:callback-step", args=[callback.pk, "propose_disposal"])
    assert post(client, propose, disposal="REWORK", text="核实属实").status_code == 302
    decide = reverse("cases:callback-step", args=[callback.pk, "dispose"])
    assert "核实属实" in text_of(as_person(here.reviewer).get(decide))


def test_a_person_given_back_is_on_the_list_again(here, at):
    callback = make.released(here).callbacks.get()
    client = as_person(here.caller)
    client.post(reverse("cases:callback-claim", args=[callback.pk]))
    client.post(reverse("cases:callback-give-back", args=[callback.pk]))
    callback.refresh_from_db()
    assert callback.claimed_by_id is None
