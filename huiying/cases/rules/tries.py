"""When trying to reach somebody counts as having tried (workflow 4.3, K2)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from huiying.cases.choices import TryResult
from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.lib.workdays import Calendar

APART = timedelta(hours=2)
CALLBACK_TRIES = 3
CALLBACK_DATES = 2


def contacted_at(tries: Iterable[tuple[datetime, TryResult]]) -> datetime | None:
    """When first contact was made: the person was reached, or the second try ≥2 h after the first."""
    first: datetime | None = None
    for at, result in sorted(tries):
        if result in (TryResult.REACHED, TryResult.LATER):
            return at
        if first is not None and at - first >= APART:
            return at
        first = first or at
    return None


def may_try_again(earlier: Sequence[datetime], now: datetime) -> Verdict:
    """Callback attempts lie at least two hours apart."""
    if earlier and now - max(earlier) < APART:
        return no(
            NotPossible(
                gettext_noop("The last call was at %(at)s. Wait two hours between two calls."),
                at=f"{max(earlier).astimezone(SHANGHAI):%H:%M}",
            )
        )
    return YES


def call_again_after(earlier: Sequence[datetime], now: datetime, calendar: Calendar) -> datetime:
    """When the next attempt makes sense after one at `now`: two hours later, and the third one on
    another working day."""
    if len(earlier) + 1 >= CALLBACK_TRIES - 1 and all(
        local_date(at) == local_date(now) for at in earlier
    ):
        return calendar.opening(calendar.add_wd(local_date(now), 1))
    return now + APART


def tries_used_up(tries: Sequence[datetime]) -> bool:
    """Three attempts on at least two dates: from here on the person gets a link instead."""
    return len(tries) >= CALLBACK_TRIES and len({local_date(at) for at in tries}) >= CALLBACK_DATES
