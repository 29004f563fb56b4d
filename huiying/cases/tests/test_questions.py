"""The unit asks, the clock waits, the requester answers by link or page (Q1-Q3, 3.5, vectors 12-15)."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from huiying.audit.actions import drain, subscribe
from huiying.cases import actions, tasks
from huiying.cases.actions.questions import answer_question, ask_question, lapse_question
from huiying.cases.actions.urging import urge
from huiying.cases.choices import ClockKind, Kind, Priority, QuestionState, Step
from huiying.cases.models import Case, Question
from huiying.cases.permissions import Requester
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.lib import clock as machine
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotPossible
from huiying.notifications.models import Message

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def at(month, day, hour=9, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def asked(here, signed=NOW, now=None, **more):
    case = make.signed(here, now=signed, **more)
    return ask_question(case, by=here.handler, now=now or signed, text="漏水点在哪一侧？")


def answered(case, now):
    request = case.requests.get()
    answer_question(request, by=Requester(request.pk), now=now, text="在小卖部左边。")
    return due_of(case)


def due_of(case):
    return case.clocks.get(kind=ClockKind.HANDLE).due


def test_the_clock_waits_from_the_question_to_the_answer(here):
    case = asked(here, at(9, 18), at(9, 22))
    assert case.clocks.get(kind=ClockKind.HANDLE).paused_at == at(9, 22)
    assert answered(case, at(9, 27, 20)) == at(9, 30, 0)  # 29 September 24:00


def test_without_an_answer_it_lapses_when_five_working_days_are_used_up(here):
    case = asked(here, at(9, 18), at(9, 22))
    tasks.tick(at(9, 30, 23, 59))
    assert Question.objects.get().state == QuestionState.OPEN
    tasks.tick(at(10, 1, 0, 1))
    assert Question.objects.get().state == QuestionState.LAPSED
    assert due_of(case) == at(10, 10, 0)  # 9 October 24:00


def test_a_worker_that_comes_late_gives_no_more_days(here):
    case = asked(here, at(9, 18), at(9, 22))
    tasks.tick(at(10, 9))
    assert due_of(case) == at(10, 10, 0)


@pytest.mark.parametrize("order", ["during", "after"])
def test_an_extension_and_a_pause_commute(here, order):
    case = asked(here, at(9, 18), at(9, 22))
    if order == "after":
        answered(case, at(9, 27))
    now = at(9, 23) if order == "during" else at(9, 28)
    actions.ask_extension(case, by=here.head, now=now, days=3, reason="…")
    actions.grant_extension(case, by=here.supervisor, now=now, decision="…")
    if order == "during":
        answered(case, at(9, 27))
    assert due_of(case) == at(10, 10, 0)


@pytest.mark.parametrize(("day", "due"), [(22, at(11, 26, 0)), (23, at(11, 27, 0))])
def test_a_weekend_of_waiting_counts_nothing(here, day, due):
    case = asked(here, at(11, 18), at(11, 20))
    assert answered(case, at(11, day)) == due


def test_at_most_two_questions_and_five_days_on_a_case(here):
    case = asked(here, at(9, 18), at(9, 22))
    answered(case, at(9, 24))  # two days
    ask_question(case, by=here.handler, now=at(9, 24), text="还有吗？")
    lapses = case.clocks.get(kind=ClockKind.QUESTION, stopped_at=None).due
    assert lapses == at(10, 1, 0)  # three days left: 28, 29, 30 September
    answered(case, at(9, 28))
    with pytest.raises(NotPossible, match="Two questions"):
        ask_question(case, by=here.handler, now=at(9, 28), text="再问一次")


def test_all_five_days_used_up_end_the_asking(here):
    case = asked(here, at(9, 18), at(9, 22))
    tasks.tick(at(10, 1, 0, 1))
    with pytest.raises(NotPossible, match="used up"):
        ask_question(case, by=here.handler, now=at(10, 8), text="再问一次")


def test_where_every_hour_counts_the_clock_runs_on(here):
    case = make.signed(here)
    Case.objects.filter(pk=case.pk).update(priority=Priority.P2)
    ask_question(case, by=here.handler, now=NOW, text="哪一侧？")
    assert case.clocks.get(kind=ClockKind.HANDLE).paused_at is None


def test_a_late_clock_is_not_stopped_any_more(here):
    case = make.signed(here)
    ask_question(case, by=here.handler, now=at(3, 12, 10), text="哪一侧？")
    assert case.clocks.get(kind=ClockKind.HANDLE).paused_at is None


def test_a_paused_clock_does_not_bite(here):
    case = make.signed(here)
    actions.contact(case, by=here.handler, now=NOW, result="REACHED")
    ask_question(case, by=here.handler, now=NOW, text="哪一侧？")
    case.refresh_from_db()
    assert (case.next_due, case.next_clock) == (None, ClockKind.HANDLE)
    answered(case, at(3, 5))
    case.refresh_from_db()
    assert case.next_due == due_of(case) == case.promised_due


def test_no_reply_while_a_question_is_open(here):
    case = make.signed(here)
    actions.contact(case, by=here.handler, now=NOW, result="REACHED")
    ask_question(case, by=here.handler, now=NOW, text="哪一侧？")
    with pytest.raises(NotPossible, match="question to the requester is open"):
        actions.reply(case, by=here.handler, now=NOW, text="…")
    lapse_question(case, by=here.handler, now=NOW)
    actions.reply(case, by=here.handler, now=NOW, text="已修好。")


def test_a_return_ends_the_question_and_the_pause(here):
    case = asked(here)
    actions.ask_return(
        case, by=here.head, now=at(3, 5), reason="…", legal_basis="…", proposed_unit=here.roads
    )
    assert Question.objects.get().state == QuestionState.LAPSED
    handle = case.clocks.get(kind=ClockKind.HANDLE)
    assert handle.paused_at is None
    assert handle.due == at(3, 13, 0)  # one day was waited
    assert case.assignments.get().due == handle.due


def test_nobody_is_asked_who_takes_no_message(here):
    case = make.signed(here, contact_phone="", contact_name="")
    with pytest.raises(NotPossible, match="mobile number"):
        ask_question(case, by=here.handler, now=NOW, text="哪一侧？")


def test_a_message_that_was_not_delivered_ends_the_waiting(here):
    asked(here)
    Message.objects.filter(code="question").update(state="failed")
    tasks.tick(NOW + timedelta(minutes=2))
    assert Question.objects.get().state == QuestionState.LAPSED


def test_the_link_answers_without_signing_in(here, monkeypatch):
    subscribe(tasks.REACTIONS)
    monkeypatch.setattr(machine, "now", lambda: at(3, 5))
    try:
        asked(here)
        token = Question.objects.get().token
        assert f"/q/{token}" in Message.objects.get(code="question").text
        page = Client().get(f"/q/{token}")
        assert "漏水点在哪一侧" in text_of(page)
        sent = Client().post(f"/q/{token}", {"text": "在左边。"})
        assert sent.status_code == 302
        assert Question.objects.get().answer == "在左边。"
        assert Client().get(f"/q/{token}").status_code == 200
        drain(at(3, 5))
    finally:
        subscribe({})
    assert Message.objects.filter(code="answered", person=here.handler).exists()


def test_a_link_that_is_over_or_unknown_says_so(here):
    case = asked(here)
    lapse_question(case, by=here.handler, now=NOW)
    assert Client().get(f"/q/{Question.objects.get().token}").status_code == 410
    assert Client().get("/q/" + "x" * 30).status_code == 404


def test_the_link_of_a_secret_request_shows_nothing_of_it(here):
    asked(here, kind=Kind.COMPLAINT, wants_secrecy=True)
    page = text_of(Client().get(f"/q/{Question.objects.get().token}"))
    assert "漏水点" not in page


def test_the_unit_sees_question_answer_and_what_is_left(here, monkeypatch):
    monkeypatch.setattr(machine, "now", lambda: at(3, 5))
    case = make.signed(here)
    client = as_person(here.handler)
    address = f"/console/cases/{case.case_no}/ask_question/"
    assert post(client, address, text="漏水点在哪一侧？").status_code == 302
    page = text_of(client.get(f"/console/cases/{case.case_no}/"))
    assert "Paused" in page
    assert "4 working days left" in page
    answered(case, at(3, 6))
    assert "在小卖部左边" in text_of(client.get(f"/console/cases/{case.case_no}/"))


def test_asking_how_far_it_is_reaches_the_unit_and_is_limited(here):
    case = make.signed(here)
    request = case.requests.get()
    by = Requester(request.pk)
    urge(request, by=by, now=at(3, 5))
    assert case.entries.filter(step=Step.URGE).exists()
    with pytest.raises(NotPossible, match="not long ago"):
        urge(request, by=by, now=at(3, 6))
    for day in (9, 11, 13, 17):
        urge(request, by=by, now=at(3, day))
    with pytest.raises(NotPossible, match="several times"):
        urge(request, by=by, now=at(3, 24))
