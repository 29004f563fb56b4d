"""Small numbers in public tables, suppressed so that nobody is recognised in them (domain 5.2, P10)."""

from collections.abc import Collection, Mapping
from typing import TypeVar

K = TypeVar("K")

LEAST = 5
"""The smallest number of people a public figure may stand for."""


def suppressed(cells: Mapping[K, int], *, least: int = LEAST) -> dict[K, int | None]:
    """The cells of one total, with small ones as None; zero says nothing of anybody and stays.

    If only one cell had to be hidden it could be reckoned from the total, so the next smallest
    is hidden with it.
    """
    shown: dict[K, int | None] = {
        key: None if 0 < count < least else count for key, count in cells.items()
    }
    hidden = [key for key, count in shown.items() if count is None]
    others = [key for key, count in shown.items() if count]
    if len(hidden) == 1 and others:
        shown[min(others, key=lambda key: cells[key])] = None
    return shown


def unreckonable(
    cells: Mapping[K, int], sums: Collection[Collection[K]], *, least: int = LEAST
) -> dict[K, int | None]:
    """The cells of a table with sums told beside them, small ones as None. Each of `sums` names cells
    one of which is the total of the others; none has one hidden cell alone, which the others would give.
    """
    shown: dict[K, int | None] = {
        key: None if 0 < count < least else count for key, count in cells.items()
    }
    more = True
    while more:
        more = False
        for line in sums:
            hidden = [key for key in line if shown[key] is None]
            others = [key for key in line if shown[key]]
            if len(hidden) == 1 and others:
                shown[min(others, key=lambda key: cells[key])] = None
                more = True
    return shown
