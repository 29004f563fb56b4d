"""When the person is taken out of an ended request, and when its words go (row 1.52).

Periods are counted in whole months from the day of archiving, Shanghai time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from huiying.cases.choices import Kind
from huiying.lib.clock import SHANGHAI


@dataclass(frozen=True)
class Period:
    """Months after archiving; `delete` is never before `anonymise`."""

    anonymise: int
    delete: int


YEARS_3, YEARS_5, YEARS_10 = 36, 60, 120
SHIPPED: Mapping[Kind, Period] = {
    Kind.HELP: Period(YEARS_3, YEARS_10),
    Kind.QUESTION: Period(12, YEARS_5),
    Kind.COMPLAINT: Period(YEARS_3, YEARS_10),
    Kind.TIP_OFF: Period(YEARS_5, YEARS_10),
    Kind.SUGGESTION: Period(12, YEARS_5),
    Kind.THANKS: Period(12, YEARS_5),
}
"""The product's periods; an administrator changes them."""

SHORTEST, LONGEST = 6, 360
"""Months. Shorter would end before appeals and yearly figures do."""


def months_before(now: datetime, months: int) -> datetime:
    """The same hour so many months earlier; the last day of a month that is shorter."""
    local = now.astimezone(SHANGHAI)
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    for day in (local.day, 30, 29, 28):
        try:
            return local.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
