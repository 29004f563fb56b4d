"""Months as people type them."""

from datetime import date

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Outside of these a year is mistyped; far outside, its midnight is no instant that can be computed."""


def month_typed(text: str) -> date | None:
    """The first day of a month written like 2026-03; None where that is no month of these years."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if is_sensible(month) else None


def is_sensible(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR
