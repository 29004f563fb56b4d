"""When trying to reach somebody counts as having tried (workflow 4.3, K2)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from huiying.cases.choices import TryResult
from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no

APART = timedelta(hours=2)
CALLBACK_TRIES = 3
CALLBACK_DATES = 2


def contacted_at(tries: Iterable[tuple[datetime, TryResult]]) -> datetime | None:
    """When first contact was made: the person was reached, or the second try ≥2 h after the first."""
    first: datetime | None = None
    for at, result in sorted(tries):
        if result == TryResult.REACHED:
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


def tries_used_up(tries: Sequence[datetime]) -> bool:
    """Three attempts on at least two dates: from here on the person gets a link instead."""
    return len(tries) >= CALLBACK_TRIES and len({local_date(at) for at in tries}) >= CALLBACK_DATES
