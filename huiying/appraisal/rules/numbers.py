"""Arithmetic that means the same on one exact number and on an array of simulated ones.

A score is computed from fractions, so that it is exact; a rank interval from arrays of draws. Both
go through the same formulas, written with these words. numpy is not loaded here: pages read schemes
too, and only the worker draws.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Union

from huiying.appraisal.rules.pairs import Pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Number = Union[Fraction, Pairs, "Array"]


def times(x: Number, factor: Fraction) -> Number:
    """x · factor."""
    if isinstance(x, Fraction):
        return x * factor
    return x.times(factor) if isinstance(x, Pairs) else x * float(factor)


def plus(x: Number, y: Number) -> Number:
    """x + y, either of which may be exact; pairs and draws never meet."""
    if isinstance(x, Fraction):
        return x + y if isinstance(y, Fraction) else plus(y, x)
    if isinstance(x, Pairs):
        assert isinstance(y, Fraction | Pairs)
        return x.plus(y)
    assert not isinstance(y, Pairs)
    return x + (float(y) if isinstance(y, Fraction) else y)


def clipped(x: Number, low: Fraction, high: Fraction) -> Number:
    """x, brought into low … high."""
    if isinstance(x, Fraction):
        return min(max(x, low), high)
    return x.clipped(low, high) if isinstance(x, Pairs) else x.clip(float(low), float(high))


def floored(x: Number) -> Number:
    """The whole number at or below x."""
    if isinstance(x, Fraction):
        return Fraction(x.__floor__())
    return x.floored() if isinstance(x, Pairs) else x // 1


def reached(x: Number, mark: Fraction) -> Number:
    """1 where x ≥ mark, else 0."""
    if isinstance(x, Fraction):
        return Fraction(x >= mark)
    return x.reached(mark) if isinstance(x, Pairs) else (x >= float(mark)).astype("float64")
