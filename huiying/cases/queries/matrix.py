"""The time limits in force. A version never changes, so it is read once in each process."""

import time
from datetime import datetime
from functools import lru_cache

from huiying.cases.choices import ClockKind, Priority
from huiying.cases.models import DeadlineMatrix
from huiying.cases.rules.deadlines import Matrix
from huiying.lib.workdays import Limit, Unit

RECHECK = 2.0
"""Seconds for which a process trusts its idea of which version is in force."""

_newest: tuple[float, list[tuple[datetime, int]]] | None = None


def active_matrix(now: datetime) -> Matrix:
    """The version in force at `now`."""
    return _read(next(pk for since, pk in _versions() if since <= now))


@lru_cache(maxsize=64)
def _key_of(version: int) -> int:
    return DeadlineMatrix.objects.values_list("pk", flat=True).get(version=version)


def matrix_numbered(version: int) -> Matrix:
    """A version by its number, as clocks remember it."""
    return _read(_key_of(version))


def forget_matrix() -> None:
    """Look for new versions at the next question."""
    global _newest
    _newest = None
    _read.cache_clear()
    _key_of.cache_clear()


def _versions() -> list[tuple[datetime, int]]:
    global _newest
    if _newest is None or time.monotonic() - _newest[0] > RECHECK:
        rows = DeadlineMatrix.objects.order_by("-version").values_list("valid_from", "pk")
        _newest = (time.monotonic(), list(rows))
    return _newest[1]


@lru_cache(maxsize=64)
def _read(pk: int) -> Matrix:
    matrix = DeadlineMatrix.objects.get(pk=pk)
    cells = matrix.rules.values_list("priority", "clock", "amount", "unit")
    return Matrix(
        version=matrix.version,
        limits={
            (Priority(priority), ClockKind(clock)): Limit(amount, Unit(unit))
            for priority, clock, amount, unit in cells
        },
    )
