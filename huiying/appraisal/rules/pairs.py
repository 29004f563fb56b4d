"""Exact numbers of many units at once, as numerators and denominators that are never reduced.

A formula over five thousand units is then a handful of list comprehensions over whole numbers, where
fractions would look for a common divisor after every step. What comes out is the same fraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


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
        return Pairs(
            [t * n for t in self.top] if n != 1 else self.top,
            [b * d for b in self.bottom] if d != 1 else self.bottom,
        )

    def plus(self, other: Fraction | Pairs) -> Pairs:
        """x + y."""
        if isinstance(other, Fraction):
            n, d = other.as_integer_ratio()
            if not n:
                return self
            tops = [t * d + n * b for t, b in zip(self.top, self.bottom, strict=True)]
            return Pairs(tops, [b * d for b in self.bottom] if d > 1 else self.bottom)
        both = zip(self.top, self.bottom, other.top, other.bottom, strict=True)
        bottoms = [b * c for b, c in zip(self.bottom, other.bottom, strict=True)]
        return Pairs([t * c + s * b for t, b, s, c in both], bottoms)

    def over(self, other: Pairs) -> Pairs:
        """x / y, y above nought."""
        tops = [t * c for t, c in zip(self.top, other.bottom, strict=True)]
        return Pairs(tops, [b * s for b, s in zip(self.bottom, other.top, strict=True)])

    def clipped(self, low: Fraction, high: Fraction) -> Pairs:
        """x, brought into low … high."""
        (ln, ld), (hn, hd) = low.as_integer_ratio(), high.as_integer_ratio()
        pairs = zip(self.top, self.bottom, strict=True)
        if True not in [t * ld < ln * b or t * hd > hn * b for t, b in pairs]:
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
