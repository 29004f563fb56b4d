"""Which entries of the dispatch catalogue speak for a matter, and which of them speaks first."""

from collections.abc import Iterable
from datetime import date

from huiying.cases.rules.deadlines import MAX_AMOUNT
from huiying.lib.codes import PREFIX_LENGTH
from huiying.lib.workdays import Limit, Unit

CATEGORY_STEP = 2
"""Digits of a category code for one level of its tree."""


def prefixes_of(area_code: str) -> tuple[str, ...]:
    """The prefixes of a place and of everything above it, the place first."""
    return tuple(area_code[:length] for _, length in sorted(PREFIX_LENGTH.items(), reverse=True))


def codes_of(category: str) -> tuple[str, ...]:
    """A category and everything above it, the category first: "1001" → "1001", "10"."""
    lengths = range(len(category), 0, -CATEGORY_STEP)
    return tuple(category[:length] for length in lengths)


def weight(prefix: str, category: str) -> tuple[int, int]:
    """How closely an entry fits: a closer place before a closer category."""
    return len(prefix), len(category)


MOST_YEARS = 50
"""Years from today beyond which a day of the catalogue is mistyped."""
MOST_DAYS = MAX_AMOUNT[Unit.WD]


def longer(usual: Limit, legal_days: int | None) -> Limit:
    """The usual limit for a complaint or report, or the law's if that is longer (3.2, P5)."""
    if legal_days is None or usual.unit is not Unit.WD or legal_days <= usual.amount:
        return usual
    return Limit(legal_days, Unit.WD)


Span = tuple[date, date | None]


def clashing(span: Span, others: Iterable[Span]) -> Span | None:
    """The first of the other half-open spans of days that shares a day with this one."""
    first, last = span
    for begins, ends in others:
        if (last is None or begins < last) and (ends is None or first < ends):
            return begins, ends
    return None
