"""How often a requester may ask how far it is."""

from collections.abc import Sequence
from datetime import date

from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.lib.workdays import Calendar

APART = 2
"""Working days between two."""
MOST = 5


def may_urge(before: Sequence[date], today: date, calendar: Calendar) -> Verdict:
    """Whether somebody who asked on the days `before` may ask again today."""
    if len(before) >= MOST:
        return no(
            NotPossible(gettext_noop("You asked several times; the unit knows. Please call us."))
        )
    if before and calendar.wd_between(max(before), today) < APART:
        return no(
            NotPossible(
                gettext_noop("You asked not long ago, and the unit was told. Please wait a little.")
            )
        )
    return YES
