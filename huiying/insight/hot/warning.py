"""Early warning: an issue that grows out of its usual pace.

In the DAYS up to now it got many more messages than its own earlier pace lets expect. The bar is a
Poisson tail: so many or more would come by chance once in ODDS looks. Few messages never warn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp

DAYS = 7
BEFORE = 28  # days before those that tell the usual pace
FEWEST = 4
ODDS = 1_000
LEAST_PACE = 0.5  # messages in DAYS, expected of an issue that is new or was quiet


@dataclass(frozen=True)
class Growth:
    """`new` messages in the DAYS up to now, where `usual` were to be expected."""

    new: int
    usual: float
    chance: float  # of so many or more, if nothing had changed


def warning_of(times: Sequence[datetime], now: datetime) -> Growth | None:
    """The warning that an issue's messages give, of which the instants are known; None if none."""
    since = now - timedelta(days=DAYS)
    before = since - timedelta(days=BEFORE)
    new = sum(since < time <= now for time in times)
    usual = max(sum(before < time <= since for time in times) * DAYS / BEFORE, LEAST_PACE)
    chance = _tail(new, usual)
    if new < FEWEST or chance * ODDS > 1:
        return None
    return Growth(new, round(usual, 2), chance)


def _tail(count: int, mean: float) -> float:
    """The chance of `count` or more where `mean` are expected (Poisson)."""
    term, below = exp(-mean), 0.0
    for number in range(count):
        below += term
        term *= mean / (number + 1)
    return max(1 - below, 0.0)
