"""A calendar loaded late, corrected, or other office hours: dates move, people are told (3.11)."""

from datetime import date, datetime

import pytest

from huiying.audit.actions import drain, subscribe
from huiying.cases import actions, tasks
from huiying.cases.choices import BreachState, ClockKind, DueCause
from huiying.cases.models import Breach
from huiying.cases.tasks import recomputing
from huiying.cases.tests import make
from huiying.jobs.models import Run
from huiying.lib.clock import SHANGHAI
from huiying.notifications.models import Message
from huiying.organisations.actions import correct_day, load_calendar_year, set_office_hours
from huiying.organisations.choices import DayKind, Level

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def at(month, day, hour=9, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def year_2027(now, *off):
    days = dict.fromkeys(off or [date(2027, 1, 1)], DayKind.HOLIDAY)
    load_calendar_year(2027, days, notice="Test", by=make.TIMER, now=now)


def handle(case):
    return case.clocks.get(kind=ClockKind.HANDLE)


def test_a_loaded_year_confirms_or_moves_a_provisional_date_and_says_so(here, monkeypatch):
    monkeypatch.setattr(recomputing, "time_now", lambda: at(12, 31, 11))
    subscribe(tasks.REACTIONS)
    try:
        case = make.signed(here, now=at(12, 31))
        drain(at(12, 31))
        assert case.is_provisional
        year_2027(at(12, 31, 11), date(2027, 1, 1), date(2027, 1, 4))
        recomputing.recompute("year", "2027", "")
        drain(at(12, 31, 11))
    finally:
        subscribe({})
    case.refresh_from_db()
    assert (case.promised_due, case.is_provisional) == (at(1, 12, 0, year=2027), False)
    told = Message.objects.get(code="new_date")
    assert "2027-01-11 24:00" in told.text
    assert Message.objects.filter(code="decided", person=here.handler).exists()
    assert Run.objects.get().done == 0


def test_a_date_that_would_be_earlier_leaves_the_next_working_day(here):
    case = make.signed(here, now=at(2, 12))  # 5 working days: 13, 14, 24, 25, 26 February
    assert handle(case).due == at(2, 27, 0)
    for day in (16, 17, 18, 19, 20):
        correct_day(date(2026, 2, day), None, reason="订正", by=make.TIMER, now=at(2, 18))
    actions.recompute_dues(2026, now=at(2, 18))
    assert handle(case).due == at(2, 20, 0)  # would be the 18th; the 19th is the next working day
    assert handle(case).changes.get().cause == DueCause.CALENDAR


def test_breaches_that_a_correction_removes_are_void_not_deleted(here):
    case = make.signed(here)
    late = make.signed(here)
    for each in (case, late):
        actions.contact(each, by=here.handler, now=NOW, result="REACHED")
    actions.reply(late, by=here.handler, now=at(3, 12, 10), text="修好了。")
    tasks.tick(at(3, 12, 11))
    assert Breach.objects.filter(kind="HANDLE", state=BreachState.RECORDED).count() == 2
    correct_day(date(2026, 3, 11), DayKind.HOLIDAY, reason="订正", by=make.TIMER, now=at(3, 12, 12))
    actions.recompute_dues(2026, now=at(3, 12, 12))
    assert Breach.objects.filter(kind="HANDLE", state=BreachState.VOID).count() == 2
    assert handle(late).due == at(3, 13, 0)
    tasks.tick(at(3, 12, 13))
    assert not Breach.objects.filter(kind="HANDLE", state=BreachState.RECORDED).exists()


def test_other_office_hours_move_the_clocks_that_count_them(here):
    case = make.dispatched(here, now=at(3, 4, 16, 30))
    elsewhere = make.organisations.area("990102000000", Level.COUNTY, "沙溪县", here.city)
    assert case.clocks.get(kind=ClockKind.SIGN).due == at(3, 5, 9, 30)
    for area in (here.county, elsewhere):
        set_office_hours(
            area, "09:00-11:00 14:00-17:00", valid_from=date(2026, 3, 4), by=make.TIMER, now=NOW
        )
    assert actions.recompute_hours("990102", date(2026, 3, 4), now=NOW) == 0
    actions.recompute_hours("990101", date(2026, 3, 4), now=NOW)
    assert case.clocks.get(kind=ClockKind.SIGN).due == at(3, 5, 10, 30)
    assert case.clocks.get(kind=ClockKind.SIGN).changes.get().cause == DueCause.CALENDAR


def test_hours_and_years_are_reckoned_in_the_background(here, monkeypatch):
    asked = []
    monkeypatch.setattr(recomputing, "enqueue", lambda *given: asked.append(given))
    subscribe(tasks.REACTIONS)
    try:
        set_office_hours(
            here.county, "08:00-12:00", valid_from=date(2026, 3, 4), by=make.TIMER, now=NOW
        )
        year_2027(NOW)
        drain(NOW)
    finally:
        subscribe({})
    assert (recomputing.TASK, "hours", "2026-03-04", "990101") in asked
    assert (recomputing.TASK, "year", "2027", "") in asked
