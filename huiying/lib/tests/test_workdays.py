"""The vectors are those of the project's calendar rules, computed by hand for 2026."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.clock import SHANGHAI
from huiying.lib.tests.make import CALENDAR_2026 as CALENDAR
from huiying.lib.workdays import (
    Calendar,
    Due,
    Limit,
    OfficeHours,
    Span,
    Unit,
    UnknownYear,
    due_at,
    due_or_provisional,
    end_of,
    in_time,
    last_day,
    shown,
    warnings_at,
)


def day(text: str) -> date:
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("09-24", 5, "10-09"),
        ("02-13", 5, "02-27"),
        ("04-30", 3, "05-08"),
        ("05-08", 1, "05-09"),
        ("09-18", 2, "09-21"),
        ("11-20", 5, "11-27"),
        ("05-02", 1, "05-06"),
        ("05-02", 5, "05-11"),
        ("09-30", 1, "10-08"),
        ("06-20", 7, "06-30"),
        ("09-18", 5, "09-24"),
        ("04-30", 2, "05-07"),
        ("09-18", 15, "10-15"),
        ("09-18", 7, "09-29"),
        ("05-02", 0, "05-02"),
    ],
)
def test_working_days_are_added_without_the_first_day(start, n, due):
    assert CALENDAR.add_wd(day(start), n) == day(due)


def test_the_last_day_of_a_limit_in_working_days_ends_at_midnight():
    assert CALENDAR.due_wd(at("09-18T10:15:00"), 5) == datetime(2026, 9, 25, tzinfo=SHANGHAI)


def test_a_strict_calendar_refuses_a_year_it_does_not_know():
    with pytest.raises(UnknownYear) as caught:
        CALENDAR.add_wd(date(2026, 12, 31), 1)
    assert caught.value.year == 2027
    assert "2027" in str(caught.value)


def test_a_limit_into_an_unknown_year_is_provisional():
    due = due_or_provisional(at("12-31T09:00"), Limit(5, Unit.WD), CALENDAR)
    assert due == Due(datetime(2027, 1, 9, tzinfo=SHANGHAI), is_provisional=True)
    assert shown(due.at) == (date(2027, 1, 8), "24:00")


def test_a_limit_ending_with_the_last_day_of_a_known_year_is_not_provisional():
    due = due_or_provisional(at("12-25T09:00"), Limit(4, Unit.WD), CALENDAR)
    assert due == Due(datetime(2027, 1, 1, tzinfo=SHANGHAI), is_provisional=False)


def test_the_provisional_twin_leaves_out_the_statutory_days_only():
    twin = CALENDAR.provisional_twin()
    assert not any(
        twin.is_workday(date(2027, month, n))
        for month, n in [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
    )
    assert twin.is_workday(date(2027, 5, 3))
    assert not twin.is_workday(date(2027, 5, 8))
    assert twin.is_workday(date(2026, 5, 9))


def test_a_reply_in_the_last_second_is_in_time_and_at_midnight_it_is_late():
    due = CALENDAR.due_wd(at("09-30T23:59"), 1)
    assert shown(due) == (day("10-08"), "24:00")
    assert in_time(at("10-08T23:59:59"), due)
    assert not in_time(at("10-09T00:00:00"), due)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("02-13T17:00", 2, "02-14T10:00"),
        ("02-14T17:00", 2, "02-24T10:00"),
        ("09-20T08:00", 2, "09-20T10:30"),
        ("11-20T11:00", 2, "11-20T14:30"),
        ("11-20T15:30", 2, "11-20T17:30"),
        ("02-27T16:00", 4, "02-28T11:00"),
        ("09-30T20:00", 4, "10-08T14:00"),
        ("11-20T15:30", 0, "11-20T15:30"),
    ],
)
def test_office_hours_are_walked_minute_by_minute(start, hours, due):
    assert CALENDAR.due_oh(at(start), hours * 60) == at(due)


def test_clock_hours_run_through_nights_and_holidays():
    assert CALENDAR.due_ch(at("02-13T16:00"), 24 * 60) == at("02-14T16:00")
    assert CALENDAR.due_ch(at("02-15T23:30:20.5"), 60) == at("02-16T00:30:20")


@pytest.mark.parametrize(
    ("last", "paused", "resumed", "new"),
    [
        ("09-24", "09-22", "09-27", "09-29"),
        ("09-24", "09-22", "09-30", "10-09"),
        ("11-25", "11-20", "11-22", "11-25"),
        ("11-25", "11-20", "11-23", "11-26"),
        ("11-25", "11-20", "11-20", "11-25"),
    ],
)
def test_a_pause_gives_back_the_working_days_it_took(last, paused, resumed, new):
    assert CALENDAR.pause_wd(day(last), day(paused), day(resumed)) == day(new)


def test_a_pause_lapses_after_five_working_days():
    assert CALENDAR.add_wd(day("09-22"), 5) == day("09-30")


def test_pause_and_extension_give_the_same_day_in_either_order():
    extended = CALENDAR.extend(day("09-24"), 3)
    assert CALENDAR.pause_wd(extended, day("09-22"), day("09-27")) == day("10-09")
    resumed = CALENDAR.pause_wd(day("09-24"), day("09-22"), day("09-27"))
    assert CALENDAR.extend(resumed, 3) == day("10-09")


def test_a_pause_of_office_hours_keeps_the_rest_in_office_hours():
    due = CALENDAR.due_oh(at("11-20T11:00"), 120)
    assert CALENDAR.pause_oh(due, at("11-20T11:30"), at("11-21T10:00")) == at("11-23T10:00")


def test_a_pause_by_the_clock_keeps_the_rest_by_the_clock():
    due = CALENDAR.due_ch(at("11-20T11:00"), 120)
    assert CALENDAR.pause_ch(due, at("11-20T12:00"), at("11-21T10:00")) == at("11-21T11:00")


def test_a_send_back_gives_one_working_day():
    assert shown(CALENDAR.due_wd(at("10-12T09:00"), 1)) == (day("10-13"), "24:00")


def test_a_late_decision_gives_its_lateness_back():
    assert CALENDAR.late_decider(day("11-25"), day("11-19"), day("11-23")) == day("11-27")
    assert CALENDAR.late_decider(day("11-25"), day("11-19"), day("11-18")) == day("11-25")


@pytest.mark.parametrize(("closed", "last"), [("04-20", "05-06"), ("09-18", "10-08")])
def test_calendar_days_roll_to_a_working_day_at_the_end_only(closed, last):
    assert CALENDAR.due_days(at(f"{closed}T12:00"), 15) == end_of(day(last))


def test_2026_has_248_working_days():
    assert CALENDAR.wd_between(date(2025, 12, 31), date(2026, 12, 31)) == 248


def test_a_cut_off_day_rolls_and_appeals_follow_it():
    assert [CALENDAR.roll(day(d)) for d in ("01-03", "05-03", "10-03")] == [
        day("01-04"),
        day("05-06"),
        day("10-08"),
    ]
    assert CALENDAR.add_wd(day("10-08"), 5) == day("10-14")
    assert CALENDAR.add_wd(day("10-14"), 5) == day("10-21")


def test_summer_hours_hold_between_their_dates_and_the_later_rule_wins():
    morning, summer = Span(time(8, 30), time(12)), Span(time(15), time(18))
    hours = (
        OfficeHours((morning, summer), date(2026, 6, 1), date(2026, 9, 30)),
        OfficeHours((morning,)),
    )
    calendar = Calendar(CALENDAR.overrides, CALENDAR.years, hours)
    assert calendar.due_oh(at("07-06T11:30"), 60) == at("07-06T15:30")
    assert calendar.due_oh(at("05-12T11:30"), 60) == at("05-13T09:00")


def test_a_half_day_is_a_full_working_day_with_fewer_office_hours():
    half = {day("02-14"): (Span(time(8, 30), time(12)),)}
    calendar = Calendar(CALENDAR.overrides, CALENDAR.years, (), half)
    assert calendar.add_wd(day("02-13"), 1) == day("02-14")
    assert calendar.due_oh(at("02-14T11:00"), 120) == at("02-24T09:30")


def test_an_office_must_open_before_it_closes():
    with pytest.raises(ValueError, match="open before it closes"):
        Span(time(12), time(8))


def test_a_limit_finds_its_clock():
    start = at("11-20T11:00")
    assert due_at(start, Limit(1, Unit.WD), CALENDAR) == end_of(day("11-23"))
    assert due_at(start, Limit(120, Unit.OH), CALENDAR) == at("11-20T14:30")
    assert due_at(start, Limit(120, Unit.CH), CALENDAR) == at("11-20T13:00")
    assert due_at(start, Limit(1, Unit.DAYS), CALENDAR) == end_of(day("11-23"))


def test_warnings_come_before_the_due_instant_of_each_clock():
    start = at("11-20T11:00")
    assert warnings_at(start, end_of(day("11-27")), Unit.WD, CALENDAR) == [
        at("11-26T08:30"),
        at("11-27T08:30"),
    ]
    assert warnings_at(start, at("11-20T14:30"), Unit.OH, CALENDAR) == [
        at("11-20T12:00"),
        at("11-20T14:06"),
    ]
    assert warnings_at(start, at("11-20T13:00"), Unit.CH, CALENDAR) == [
        at("11-20T12:00"),
        at("11-20T12:36"),
    ]
    assert warnings_at(start, end_of(day("11-23")), Unit.WD, CALENDAR) == [at("11-23T08:30")]


def test_instants_in_another_zone_are_read_in_china():
    start = datetime(2026, 11, 19, 16, 30, tzinfo=UTC)  # 00:30 on the 20th in China
    assert CALENDAR.due_wd(start, 1) == end_of(day("11-23"))


days_2026 = st.dates(date(2026, 1, 1), date(2026, 11, 1))
instants_2026 = st.integers(0, 304 * 86400).map(
    lambda seconds: at("01-01T00:00") + timedelta(seconds=seconds)
)


@given(days_2026, st.integers(1, 20))
def test_adding_and_counting_working_days_agree(start, n):
    end = CALENDAR.add_wd(start, n)
    assert CALENDAR.wd_between(start, end) == n
    assert CALENDAR.is_workday(end)


@given(instants_2026, st.integers(1, 3000))
def test_walking_and_measuring_office_time_agree(start, minutes):
    due = CALENDAR.due_oh(start, minutes)
    assert CALENDAR.office_time(start, due) == timedelta(minutes=minutes)
    assert CALENDAR.office_time(start, due - timedelta(seconds=1)) < timedelta(minutes=minutes)


@given(instants_2026, st.integers(0, 15))
def test_the_last_day_is_the_day_before_an_exclusive_midnight(start, n):
    due = CALENDAR.due_wd(start, n)
    assert last_day(due) == shown(due)[0] == CALENDAR.add_wd(start.date(), n)


@given(days_2026, st.integers(0, 9), st.integers(0, 9))
def test_pauses_and_extensions_commute(last, a, b):
    assert CALENDAR.extend(CALENDAR.extend(last, a), b) == CALENDAR.extend(last, a + b)
