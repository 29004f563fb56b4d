"""How often and how long a unit may wait for the requester (Q1-Q3, 3.5)."""

from datetime import datetime, timedelta

from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.lib.workdays import Calendar

MOST_TIMES = 2


def may_ask(times: int, waited: int, most_days: int) -> Verdict:
    """Whether another question fits after `times` questions that waited `waited` working days."""
    if times >= MOST_TIMES:
        return no(NotPossible(gettext_noop("Two questions were asked on this case already.")))
    if waited >= most_days:
        return no(
            NotPossible(
                gettext_noop("The %(days)s working days for waiting are used up."), days=most_days
            )
        )
    return YES


def ends_at(now: datetime, lapses: datetime) -> datetime:
    """When the waiting ended: an answer after the last day counts as of that day (3.5)."""
    return min(now, lapses - timedelta(seconds=1))


def waited(asked: datetime, ended: datetime, calendar: Calendar) -> int:
    """Working days between question and end, the day of asking not counted."""
    return calendar.wd_between(local_date(asked), local_date(ended))
