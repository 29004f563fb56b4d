"""The time limits the product ships with (workflow 3.2, 3.9, 3.10). Every cell is editable later."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from huiying.cases.choices import ClockKind as K
from huiying.cases.choices import Priority
from huiying.lib.workdays import Limit, Unit

Cell = tuple[Priority, K]


def _ch(minutes: int) -> Limit:
    return Limit(minutes, Unit.CH)


def _oh(minutes: int) -> Limit:
    return Limit(minutes, Unit.OH)


def _wd(days: int) -> Limit:
    return Limit(days, Unit.WD)


def _days(days: int) -> Limit:
    return Limit(days, Unit.DAYS)


_BY_PRIORITY: Mapping[K, tuple[Limit, Limit, Limit, Limit, Limit, Limit]] = {
    K.ACCEPT: (_ch(10), _ch(30), _ch(120), _ch(120), _ch(120), _ch(120)),
    K.DISPATCH: (_ch(10), _ch(30), _oh(120), _oh(240), _oh(240), _wd(2)),
    K.SIGN: (_ch(15), _ch(60), _oh(120), _oh(120), _oh(120), _oh(120)),
    K.CONTACT: (_ch(30), _ch(120), _wd(1), _wd(1), _wd(1), _wd(1)),
    K.HANDLE: (_ch(120), _ch(1440), _wd(1), _wd(5), _wd(7), _wd(15)),
    K.REVIEW: (_ch(30), _ch(120), _wd(1), _wd(1), _wd(1), _wd(1)),
    K.REWORK: (_wd(1), _wd(1), _wd(1), _wd(3), _wd(3), _wd(3)),
    K.RETURN: (_ch(30), _ch(120), _wd(1), _wd(1), _wd(1), _wd(1)),
    K.WHISTLE: (_ch(30), _oh(240), _oh(240), _oh(240), _oh(240), _oh(240)),
}
_FOR_ALL: Mapping[K, Limit] = {
    K.CALLBACK: _wd(1),
    K.INFO: _wd(5),
    K.LINK: _wd(5),
    K.OBJECTION: _days(15),
    K.DECIDE_OBJECTION: _wd(5),
    K.UNDO: _days(15),
    K.REOPEN: _days(15),
    K.STOP: _wd(1),
    K.LEGAL_CHECK: _days(60),
    K.EXTENSION: _wd(1),
    K.QUESTION: _wd(5),
    K.PROGRESS: _wd(5),
    K.LEVEL: _wd(3),
    K.OPINION: _wd(10),
}


def default_cells() -> Iterator[tuple[Cell, Limit]]:
    """Every cell of version 1 of the matrix."""
    for clock, limits in _BY_PRIORITY.items():
        for priority, limit in zip(Priority, limits, strict=True):
            yield (priority, clock), limit
    for clock, limit in _FOR_ALL.items():
        for priority in Priority:
            yield (priority, clock), limit


SHIPPED: Mapping[Cell, Limit] = dict(default_cells())


@dataclass(frozen=True)
class Matrix:
    """One version of the limits, as read from the tables."""

    version: int
    limits: Mapping[Cell, Limit]

    def limit(self, priority: Priority, clock: K) -> Limit:
        """The limit of a cell; of a clock that is younger than the version, the product's own."""
        return self.limits.get((priority, clock)) or SHIPPED[(priority, clock)]


MAX_AMOUNT = {Unit.WD: 400, Unit.OH: 6000, Unit.CH: 43200, Unit.DAYS: 400}
"""The largest sensible entry for a cell: about a year, or thirty days by the clock."""
