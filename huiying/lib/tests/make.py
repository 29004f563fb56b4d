"""Builders for tests of pure helpers."""

from datetime import date, timedelta

from huiying.lib.workdays import Calendar, Kind


def _each(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


HOLIDAYS_2026 = [
    *_each(date(2026, 1, 1), date(2026, 1, 3)),
    *_each(date(2026, 2, 15), date(2026, 2, 23)),
    *_each(date(2026, 4, 4), date(2026, 4, 6)),
    *_each(date(2026, 5, 1), date(2026, 5, 5)),
    *_each(date(2026, 6, 19), date(2026, 6, 21)),
    *_each(date(2026, 9, 25), date(2026, 9, 27)),
    *_each(date(2026, 10, 1), date(2026, 10, 7)),
]
WORKED_2026 = [
    date(2026, month, day) for month, day in [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
]
CALENDAR_2026 = Calendar(
    overrides=dict.fromkeys(HOLIDAYS_2026, Kind.HOLIDAY) | dict.fromkeys(WORKED_2026, Kind.WORKDAY),
    years=frozenset({2026}),
)
"""The year 2026 as the State Council's notice has it."""
