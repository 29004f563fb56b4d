"""Arithmetic that means the same on one exact number and on an array of simulated ones.

A score is computed from fractions, so that it is exact; a rank interval from arrays of draws. Both
go through the same formulas, written with these words.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Number = Fraction | Array


def times(x: Number, factor: Fraction) -> Number:
    """x · factor."""
    return x * factor if isinstance(x, Fraction) else x * float(factor)


def plus(x: Number, y: Number) -> Number:
    """x + y, either of which may be exact."""
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x + y
    return _array(x) + _array(y)


def clipped(x: Number, low: Fraction, high: Fraction) -> Number:
    """x, brought into low … high."""
    if isinstance(x, Fraction):
        return min(max(x, low), high)
    return np.clip(x, float(low), float(high))


def floored(x: Number) -> Number:
    """The whole number at or below x."""
    return Fraction(x.__floor__()) if isinstance(x, Fraction) else np.floor(x)


def reached(x: Number, mark: Fraction) -> Number:
    """1 where x ≥ mark, else 0."""
    if isinstance(x, Fraction):
        return Fraction(x >= mark)
    return (x >= float(mark)).astype(np.float64)


def _array(x: Number) -> Array:
    return np.asarray(float(x)) if isinstance(x, Fraction) else x
