"""Arithmetic that means the same on one exact number and on an array of simulated ones.

A score is computed from fractions, so that it is exact; a rank interval from arrays of draws. Both
go through the same formulas, written with these words. numpy is not loaded here: pages read schemes
too, and only the worker draws.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Number = Union[Fraction, "Array"]


def times(x: Number, factor: Fraction) -> Number:
    """x · factor."""
    return x * factor if isinstance(x, Fraction) else x * float(factor)


def plus(x: Number, y: Number) -> Number:
    """x + y, either of which may be exact."""
    if isinstance(x, Fraction):
        return x + y if isinstance(y, Fraction) else y + float(x)
    return x + (float(y) if isinstance(y, Fraction) else y)


def clipped(x: Number, low: Fraction, high: Fraction) -> Number:
    """x, brought into low … high."""
    if isinstance(x, Fraction):
        return min(max(x, low), high)
    return x.clip(float(low), float(high))


def floored(x: Number) -> Number:
    """The whole number at or below x."""
    return Fraction(x.__floor__()) if isinstance(x, Fraction) else x // 1


def reached(x: Number, mark: Fraction) -> Number:
    """1 where x ≥ mark, else 0."""
    if isinstance(x, Fraction):
        return Fraction(x >= mark)
    return (x >= float(mark)).astype("float64")
