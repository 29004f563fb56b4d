"""Warnings before, breaches after: recorded once, held, void, never from a provisional date (3.10)."""

from datetime import datetime, timedelta

import pytest

from huiying.audit.actions import TIMER
from huiying.cases import actions, tasks
from huiying.cases.actions.questions import ask_question
from huiying.cases.choices import BreachState, ClockKind, StopReason, SupervisionState
from huiying.cases.models import Breach, Case, Clock
from huiying.cases.tasks import breaches
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, text_of
from huiying.lib import clock as machine
from huiying.lib.clock import SHANGHAI
from huiying.notifications.models import Message

pytestmark = pytest.mark.django_db
NOW = make.MORNING  # Wednesday 4 March 9:00; due on the 11th at 24:00


def at(month, day, hour=9, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def contacted(here, **more):
    case = make.signed(here, **more)
    return actions.contact(case, by=here.handler, now=NOW, result="REACHED")


def handle(**more):
    return Breach.objects.filter(kind=ClockKind.HANDLE, **more)


def test_a_clock_that_ran_out_is_recorded_once(here):
    case = contacted(here)
    tasks.tick(at(3, 11, 23, 59))
    assert not handle().exists()
    tasks.tick(at(3, 12, 0, 0))
    tasks.tick(at(3, 12, 0, 1))
    breach = handle().get()
    assert (breach.case, breach.unit, breach.due) == (case, here.water, at(3, 12, 0))
    assert breach.state == BreachState.RECORDED
    assert Message.objects.filter(code="overdue", person=here.handler).count() == 1


def test_a_step_that_comes_too_late_records_it_although_no_worker_ran(here):
    case = contacted(here)
    actions.reply(case, by=here.handler, now=at(3, 12, 8), text="修好了。")
    assert handle().get().at == at(3, 12, 8)
    tasks.tick(at(3, 12, 9))
    assert handle().count() == 1


def test_a_step_in_time_records_nothing(here):
    case = contacted(here)
    actions.reply(case, by=here.handler, now=at(3, 11, 23, 59), text="修好了。")
    tasks.tick(at(3, 12, 9))
    assert not handle().exists()


def test_a_breach_is_held_while_an_extension_waits_and_void_when_it_is_granted(here):
    case = contacted(here)
    actions.ask_extension(case, by=here.head, now=at(3, 11, 17), days=2, reason="…")
    tasks.tick(at(3, 12, 0, 5))
    assert handle().get().state == BreachState.HELD
    assert not Message.objects.filter(code="overdue").exists()
    actions.grant_extension(case, by=here.supervisor, now=at(3, 12), decision="…")
    tasks.tick(at(3, 12, 9, 5))
    assert handle().get().state == BreachState.VOID
    tasks.tick(at(3, 14, 0, 5))
    assert handle(state=BreachState.RECORDED).get().due == at(3, 14, 0)


def test_a_held_breach_counts_when_the_extension_is_refused(here):
    case = contacted(here)
    actions.ask_extension(case, by=here.head, now=at(3, 11, 17), days=2, reason="…")
    tasks.tick(at(3, 12, 0, 5))
    actions.refuse_extension(case, by=here.supervisor, now=at(3, 12), decision="…")
    tasks.tick(at(3, 12, 9, 5))
    assert handle().get().state == BreachState.RECORDED


def test_a_breach_is_held_while_a_return_waits(here):
    case = contacted(here)
    actions.ask_return(
        case, by=here.head, now=at(3, 5), reason="…", legal_basis="…", proposed_unit=here.roads
    )
    tasks.tick(at(3, 12, 0, 5))
    assert handle().get().state == BreachState.HELD


def stop_asked(here, now):
    case = contacted(here)
    said = {"explanation": "涉及已生效判决", "note": "该事项已有生效判决。", "remedy": "申请再审"}
    actions.ask_stop(case, by=here.head, now=now, reason=StopReason.EXCLUDED, **said)
    tasks.tick(at(3, 12, 0, 5))
    assert handle().get().state == BreachState.HELD
    return case


def test_a_breach_is_held_while_a_termination_waits_and_counts_when_it_is_refused_in_time(here):
    case = stop_asked(here, at(3, 11))
    actions.refuse_stop(case, by=here.supervisor, now=at(3, 12), decision="应当继续办理")
    tasks.tick(at(3, 12, 9, 5))
    assert handle().get().state == BreachState.RECORDED


@pytest.mark.parametrize("takes_back", [True, False])
def test_days_by_which_a_termination_was_decided_late_are_given_back(here, takes_back):
    case = stop_asked(here, at(3, 6))  # Friday; to be decided by Monday, the 9th
    if takes_back:
        actions.drop_stop(case, by=here.head, now=at(3, 12))
    else:
        actions.refuse_stop(case, by=here.supervisor, now=at(3, 12), decision="应当继续办理")
    tasks.tick(at(3, 12, 9, 5))
    assert handle().get().state == BreachState.VOID
    assert case.clocks.get(kind=ClockKind.HANDLE).due == at(3, 17, 0)


def test_a_held_breach_counts_when_the_case_is_terminated(here):
    case = stop_asked(here, at(3, 11))
    actions.terminate(case, by=here.supervisor, now=at(3, 12))
    tasks.tick(at(3, 12, 9, 5))
    assert handle().get().state == BreachState.RECORDED


def test_a_paused_clock_breaches_nothing(here):
    case = contacted(here)
    ask_question(case, by=here.handler, now=at(3, 11), text="哪一侧？")
    tasks.tick(at(3, 12, 0, 5))
    assert not handle().exists()


def test_a_provisional_date_is_never_recorded(here):
    make.dispatched(here, now=at(12, 31))
    Clock.objects.filter(kind=ClockKind.HANDLE).update(is_provisional=True)
    tasks.tick(datetime(2027, 2, 1, tzinfo=SHANGHAI))
    assert not handle().exists()


def test_intake_is_watched_too(here):
    make.request(here)
    tasks.tick(NOW + timedelta(hours=3))
    assert Breach.objects.get().kind == ClockKind.ACCEPT


def test_the_run_works_in_small_batches(here, monkeypatch):
    monkeypatch.setattr("huiying.cases.actions.breaching.BATCH", 2)
    for _ in range(5):
        contacted(here)
    assert sum(1 for _ in breaches.breached(at(3, 12, 1))) == 5
    assert handle().count() == 5
    assert Case.objects.filter(supervision=SupervisionState.REMINDED).count() == 5


def test_the_unit_is_warned_at_the_opening_of_the_last_two_working_days(here):
    contacted(here)
    for moment in (at(3, 10, 8, 29), at(3, 10, 8, 30), at(3, 11, 8, 29), at(3, 11, 8, 30)):
        tasks.tick(moment)
    sent = Message.objects.filter(code="due_soon", person=here.handler).order_by("id")
    assert list(sent.values_list("created_at", flat=True)) == [at(3, 10, 8, 30), at(3, 11, 8, 30)]
    tasks.tick(at(3, 11, 12))
    assert sent.count() == 2


def test_short_clocks_warn_when_half_and_four_fifths_are_used(here):
    make.dispatched(here)  # to be signed within two office hours, by 11:00
    for minutes in (59, 60, 95, 96, 110):
        tasks.tick(NOW + timedelta(minutes=minutes))
    sent = Message.objects.filter(code="due_soon", text__contains="签收", person=here.handler)
    assert [each.created_at for each in sent.order_by("id")] == [
        NOW + timedelta(minutes=60),
        NOW + timedelta(minutes=96),
    ]


def test_a_moved_date_is_warned_of_anew(here):
    case = contacted(here)
    tasks.tick(at(3, 10, 8, 30))
    actions.ask_extension(case, by=here.head, now=at(3, 10), days=3, reason="…")
    actions.grant_extension(case, by=here.supervisor, now=at(3, 10), decision="…")
    assert case.clocks.get(kind=ClockKind.HANDLE).warn_at == at(3, 13, 8, 30)


def test_what_was_missed_stands_on_the_page_of_the_case(here, monkeypatch):
    monkeypatch.setattr(machine, "now", lambda: at(3, 12, 10))
    case = contacted(here)
    tasks.tick(at(3, 12, 9))
    page = text_of(as_person(here.supervisor).get(f"/console/cases/{case.case_no}/"))
    assert "Missed time limits" in page


def test_nothing_is_held_for_who_left(here):
    """A held breach of a clock that was cancelled meanwhile is void."""
    case = contacted(here)
    actions.ask_return(
        case, by=here.head, now=at(3, 5), reason="…", legal_basis="…", proposed_unit=here.roads
    )
    tasks.tick(at(3, 12, 0, 5))
    actions.agree_return(case, by=here.dispatcher, now=at(3, 12), decision="…")
    tasks.tick(at(3, 12, 9, 5))
    assert handle().get().state == BreachState.VOID
    assert TIMER.audit_name == "timer"
