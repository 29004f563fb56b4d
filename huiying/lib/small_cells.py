"""Small numbers in public tables, suppressed so that nobody is recognised in them (domain 5.2, P10)."""

from collections.abc import Mapping
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
