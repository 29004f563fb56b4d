"""Exact numbers of many units at once, as numerators and denominators that are never reduced.

A formula over five thousand units is then a handful of passes over whole numbers (`map` runs them
without a step of Python between), where fractions would look for a common divisor after every step.
What comes out is the same fraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import repeat
from operator import add, gt, lt, mul


@dataclass(frozen=True)
class Pairs:
    """One number a unit: top / bottom, the bottom above nought."""

    top: Sequence[int]
    bottom: Sequence[int]

    @classmethod
    def of(cls, values: Iterable[Fraction]) -> Pairs:
        both = [(value.numerator, value.denominator) for value in values]
        return cls([top for top, _ in both], [bottom for _, bottom in both])

    def times(self, factor: Fraction) -> Pairs:
        """x · factor."""
        n, d = factor.as_integer_ratio()
        return Pairs(_by(self.top, n), _by(self.bottom, d))

    def plus(self, other: Fraction | Pairs) -> Pairs:
        """x + y."""
        if isinstance(other, Fraction):
            n, d = other.as_integer_ratio()
            if not n:
                return self
            return Pairs(list(map(add, _by(self.top, d), _by(self.bottom, n))), _by(self.bottom, d))
        tops = map(add, map(mul, self.top, other.bottom), map(mul, other.top, self.bottom))
        return Pairs(list(tops), list(map(mul, self.bottom, other.bottom)))

    def over(self, other: Pairs) -> Pairs:
        """x / y, y above nought."""
        tops, bottoms = map(mul, self.top, other.bottom), map(mul, self.bottom, other.top)
        return Pairs(list(tops), list(bottoms))

    def clipped(self, low: Fraction, high: Fraction) -> Pairs:
        """x, brought into low … high."""
        (ln, ld), (hn, hd) = low.as_integer_ratio(), high.as_integer_ratio()
        low_down = any(map(lt, _by(self.top, ld), _by(self.bottom, ln)))
        if not low_down and not any(map(gt, _by(self.top, hd), _by(self.bottom, hn))):
            return self
        both = [
            (ln, ld) if t * ld < ln * b else (hn, hd) if t * hd > hn * b else (t, b)
            for t, b in zip(self.top, self.bottom, strict=True)
        ]
        return Pairs([t for t, _ in both], [b for _, b in both])

    def floored(self) -> Pairs:
        """The whole number at or below x."""
        tops = [t // b for t, b in zip(self.top, self.bottom, strict=True)]
        return Pairs(tops, [1] * len(tops))

    def reached(self, mark: Fraction) -> Pairs:
        """1 where x ≥ mark, else 0."""
        n, d = mark.numerator, mark.denominator
        tops = [int(t * d >= n * b) for t, b in zip(self.top, self.bottom, strict=True)]
        return Pairs(tops, [1] * len(tops))


def _by(numbers: Sequence[int], factor: int) -> Sequence[int]:
    return numbers if factor == 1 else list(map(mul, numbers, repeat(factor)))
