"""Patterns in figures that somebody should look at (domain 2.8.10). They prove nothing and cost
nothing: each has innocent explanations. None of them looks at who complained."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

SAME_REPLIES, LAST_MINUTES, OWN_CALLBACKS, EXCLUSIONS, BURST, NO_CONTACT = (
    "same_replies", "last_minutes", "own_callbacks", "exclusions", "burst", "no_contact",
)  # fmt: skip
RULES = (SAME_REPLIES, LAST_MINUTES, OWN_CALLBACKS, EXCLUSIONS, BURST, NO_CONTACT)
FEWEST = 5
"""Cases of a pattern below which nothing is said."""
SAME_SHARE, LATE_SHARE, SILENT_SHARE = (0.3, 0.4, 0.5)
JUST_BEFORE = timedelta(minutes=60)
BURST_SIZE, BURST_SPAN = 8, timedelta(minutes=10)
SUDDEN = 3
"""Times the usual number of exclusions."""


class Handled(NamedTuple):
    """One part of a case that a unit answered."""

    unit: int
    case: int
    text_key: str
    replied_at: datetime
    due: datetime
    contacted: bool


class Judged(NamedTuple):
    """One judgement, credited to the unit that led."""

    unit: int
    case: int
    at: datetime
    by_link: bool
    asked_by_own: bool
    """Written down by a person who works in the unit that is judged."""


class LeftOut(NamedTuple):
    """A case left out of a unit's measures: in the month looked at, or in one of three before."""

    unit: int
    case: int
    is_now: bool


T = TypeVar("T", Handled, Judged, LeftOut)


@dataclass(frozen=True)
class Pattern:
    rule: str
    unit: int
    count: int
    base: int
    cases: tuple[int, ...]


def patterns(
    handled: Iterable[Handled], judged: Iterable[Judged], left_out: Iterable[LeftOut]
) -> Iterator[Pattern]:
    """What stands out in one month, unit by unit."""
    for unit, rows in sorted(_by_unit(handled).items()):
        yield from _of_replies(unit, rows)
    for unit, said in sorted(_by_unit(judged).items()):
        yield from _of_judgements(unit, said)
    for unit, out in sorted(_by_unit(left_out).items()):
        yield from _of_exclusions(unit, out)


def _by_unit(rows: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.unit].append(row)
    return found


def _of_replies(unit: int, rows: Sequence[Handled]) -> Iterator[Pattern]:
    keys = Counter(row.text_key for row in rows if row.text_key)
    key, most = keys.most_common(1)[0] if keys else ("", 0)
    if most >= FEWEST and most >= SAME_SHARE * len(rows):
        yield _pattern(SAME_REPLIES, unit, [r.case for r in rows if r.text_key == key], rows)
    late = [row.case for row in rows if timedelta(0) < row.due - row.replied_at <= JUST_BEFORE]
    if len(late) >= FEWEST and len(late) >= LATE_SHARE * len(rows):
        yield _pattern(LAST_MINUTES, unit, late, rows)
    silent = [row.case for row in rows if not row.contacted]
    if len(silent) >= FEWEST and len(silent) >= SILENT_SHARE * len(rows):
        yield _pattern(NO_CONTACT, unit, silent, rows)


def _of_judgements(unit: int, rows: Sequence[Judged]) -> Iterator[Pattern]:
    own = [row.case for row in rows if row.asked_by_own]
    if own:
        yield _pattern(OWN_CALLBACKS, unit, own, rows)
    linked = sorted((row for row in rows if row.by_link), key=lambda row: (row.at, row.case))
    ends = zip(linked, linked[BURST_SIZE - 1 :], strict=False)
    runs = [first.at for first, last in ends if last.at - first.at <= BURST_SPAN]
    burst = [r.case for r in linked if any(at <= r.at <= at + BURST_SPAN for at in runs)]
    if burst:
        yield _pattern(BURST, unit, burst, rows)


def _of_exclusions(unit: int, rows: Sequence[LeftOut]) -> Iterator[Pattern]:
    now = [row.case for row in rows if row.is_now]
    usual = (len(rows) - len(now)) / 3
    if len(now) >= FEWEST and len(now) >= SUDDEN * usual:
        yield Pattern(EXCLUSIONS, unit, len(now), round(usual), tuple(sorted(now)[:100]))


def _pattern(rule: str, unit: int, cases: Sequence[int], rows: Sequence[object]) -> Pattern:
    return Pattern(rule, unit, len(cases), len(rows), tuple(sorted(set(cases))[:100]))
