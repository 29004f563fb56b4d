"""Periods of whole months. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LENGTH = {"month": 1, "quarter": 3, "year": 12}
TREND = 13
"""Months of a trend: this one and the same of the year before at its ends."""


@dataclass(frozen=True)
class Period:
    """Whole months, from the first day of one to the first day of the last; `on` is the day that chose
    them and whose areas and units are shown."""

    span: str
    first: date
    last: date
    on: date

    def before(self) -> "Period":
        """The period of the same length right before."""
        months = LENGTH[self.span]
        return Period(self.span, shifted(self.first, -months), shifted(self.last, -months), self.on)

    @property
    def trend_from(self) -> date:
        return shifted(self.last, 1 - TREND)

    @property
    def days(self) -> tuple[date, date]:
        """Its first day and its last."""
        return self.first, shifted(self.last, 1) - timedelta(days=1)

    @property
    def months(self) -> list[date]:
        return list(months_between(self.first, self.last))


def period_of(span: str, on: date) -> Period:
    """The month, quarter or year a day lies in."""
    length = LENGTH[span]
    first = date(on.year, (on.month - 1) // length * length + 1, 1)
    return Period(span, first, shifted(first, length - 1), on)


def shifted(month: date, by: int) -> date:
    """The first day of the month so many months later."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def months_between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = shifted(first, 1)


def per_thousand(count: int, people: int) -> float | None:
    """As information; few requests are no merit and many no fault."""
    return round(1000 * count / people, 1) if people else None
