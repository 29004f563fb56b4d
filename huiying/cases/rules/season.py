"""When the tasks of a season are due, so that nobody has to complain first (未诉先办). Pure."""

from datetime import date, timedelta

from huiying.cases.rules.topics import month_after

MOST_AHEAD = 120
"""Days before the season within which units can be reminded."""


def window(first_month: int, last_month: int, year: int) -> tuple[date, date]:
    """First and last day of the season that begins in a year; it may end in the next one."""
    starts = date(year, first_month, 1)
    ends_in = year if last_month >= first_month else year + 1
    return starts, month_after(date(ends_in, last_month, 1)) - timedelta(days=1)


def season_at(first_month: int, last_month: int, ahead_days: int, today: date) -> int | None:
    """The year of the season that is on, or close enough to be prepared for; None if neither."""
    for year in (today.year - 1, today.year, today.year + 1):
        starts, ends = window(first_month, last_month, year)
        if starts - timedelta(days=ahead_days) <= today <= ends:
            return year
    return None
