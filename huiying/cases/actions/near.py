"""Days that people type: a mistyped year (0206, 20226) is found before it does harm."""

from datetime import date

from huiying.lib.errors import NotPossible, gettext_noop

FAR_AWAY = gettext_noop("The year %(year)s cannot be right. Please look at it again.")
MOST_YEARS = 10
"""Between two days of one matter, where nothing else is said."""


def require_near(day: date, other: date, *, years: int = MOST_YEARS) -> None:
    """Raise NotPossible when so many years lie between the days that one must be mistyped."""
    if abs(day.year - other.year) > years:
        raise NotPossible(FAR_AWAY, year=day.year)
