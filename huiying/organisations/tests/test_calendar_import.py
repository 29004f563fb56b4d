"""Days of a year, as a notice or a table gives them."""

from datetime import date

import pytest

from huiying.audit.actions import TIMER
from huiying.lib.errors import NotPossible
from huiying.lib.spreadsheet import Cell, write_xlsx
from huiying.organisations.actions import load_calendar_year
from huiying.organisations.choices import DayKind
from huiying.organisations.imports import (
    days_of_file,
    days_of_known_year,
    days_of_text,
)
from huiying.organisations.queries import calendar_for


@pytest.mark.django_db
def test_the_known_year_2026_has_248_working_days(now):
    days = days_of_known_year(2026)
    load_calendar_year(2026, days, notice="通知", by=TIMER, now=now)
    calendar = calendar_for()
    assert calendar.wd_between(date(2025, 12, 31), date(2026, 12, 31)) == 248
    assert calendar.add_wd(date(2026, 9, 24), 5) == date(2026, 10, 9)
    with pytest.raises(NotPossible):
        days_of_known_year(2027)


def test_days_are_read_as_a_notice_is_pasted():
    year, days = days_of_text("2027-01-01~2027-01-03 休 元旦\n\n2027年2月7日 班\n2027/2/8，放假\n")
    assert year == 2027
    assert [days[date(2027, 1, n)] for n in (1, 2, 3)] == [DayKind.HOLIDAY] * 3
    assert days[date(2027, 2, 7)] == DayKind.WORKDAY
    assert len(days) == 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2027-01-01",
        "2027-02-30 休",
        "2027-01-05~2027-01-01 休",
        "2027-01-01~2027-06-01 休",
        "2027-01-01 也许",
        "2027-01-01 休\n2028-01-01 休",
        "2027-01-01 休\n2027-01-01 班",
    ],
)
def test_days_that_cannot_be_read_are_refused(text):
    with pytest.raises(NotPossible):
        days_of_text(text)


def test_days_are_read_from_a_table_with_one_or_two_dates():
    rows: list[list[Cell]] = [[date(2027, 1, 1), date(2027, 1, 3), "休"], ["2027-02-07", "", "班"]]
    year, days = days_of_file(write_xlsx(["从", "到", "类型"], rows), "days.xlsx")
    assert (year, len(days)) == (2027, 4)
