"""Did a topic help? Requests per month before and after, judged with care about small numbers. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import sqrt

MONTHS_BEFORE = 12
"""Months before a topic began that are looked at."""
LEAST_MONTHS = 3
"""Whole months needed on each side before anything is said."""
LEAST_REQUESTS = 20
"""Requests needed in all; fewer move up and down by chance."""
SURE = 1.96
"""Standard errors beyond which a difference is no longer taken for chance (95 %)."""
YEAR = 12


class Finding(StrEnum):
    """What the figures say."""

    FELL = "fell"
    ROSE = "rose"
    LEVEL = "level"
    TOO_EARLY = "too_early"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Trend:
    """Requests per whole month on both sides of a topic's beginning."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    finding: Finding

    @property
    def mean_before(self) -> float | None:
        return _mean(self.before)

    @property
    def mean_after(self) -> float | None:
        return _mean(self.after)

    @property
    def change(self) -> float | None:
        """Percent by which the monthly mean changed; None where there was nothing before."""
        if not self.mean_before or self.mean_after is None:
            return None
        return 100 * (self.mean_after - self.mean_before) / self.mean_before


def judged(before: Sequence[int], after: Sequence[int]) -> Trend:
    """Compare the monthly means as two Poisson rates.

    Requests come one by one and independently enough for counts to scatter by their square root; a
    difference within 1.96 standard errors is not told from chance.
    """
    return Trend(tuple(before), tuple(after), _finding(before, after))


def _finding(before: Sequence[int], after: Sequence[int]) -> Finding:
    if len(after) < LEAST_MONTHS or len(before) < LEAST_MONTHS:
        return Finding.TOO_EARLY
    if sum(before) + sum(after) < LEAST_REQUESTS:
        return Finding.TOO_FEW
    error = sqrt(sum(before) / len(before) ** 2 + sum(after) / len(after) ** 2)
    distance = sum(after) / len(after) - sum(before) / len(before)
    if abs(distance) <= SURE * error:
        return Finding.LEVEL
    return Finding.FELL if distance < 0 else Finding.ROSE


def _mean(counts: Sequence[int]) -> float | None:
    return sum(counts) / len(counts) if counts else None


def first_of(day: date) -> date:
    return day.replace(day=1)


def month_after(first: date, n: int = 1) -> date:
    """The first day of the n-th month after (before, if negative)."""
    years, month = divmod(first.month - 1 + n, YEAR)
    return date(first.year + years, month + 1, 1)


def months(first: date, last: date) -> Iterator[date]:
    """First days of the months from `first` up to but without `last`."""
    while first < last:
        yield first
        first = month_after(first)
