"""Whose record an answer counts for (workflow 4.6, 4.7, "Credit"). Pure; exact fractions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from huiying.cases.choices import Grade, Solved

PARTLY = Fraction(1, 2)
"""What "partly" is worth unless the scheme says otherwise, 0 to 0.5."""
WEIGHTS: Mapping[str, Fraction] = {
    Grade.VERY_SATISFIED: Fraction(1),
    Grade.SATISFIED: Fraction(1),
    Grade.BASICALLY: Fraction(4, 5),
    Grade.DISSATISFIED: Fraction(0),
    Grade.VERY_DISSATISFIED: Fraction(0),
}


def solved_value(solved: str, partly: Fraction = PARTLY) -> Fraction | None:
    """1, `partly` or 0; None where it was not asked."""
    return {
        Solved.YES: Fraction(1),
        Solved.PARTLY: partly,
        Solved.NO: Fraction(0),
    }.get(Solved(solved))


@dataclass(frozen=True)
class Holding:
    """The part of one unit in the work that was judged."""

    assignment: int
    unit: int
    share: Fraction = Fraction(1)


@dataclass(frozen=True)
class Tally:
    """k of n, both possibly fractional: Σ share × value and Σ share."""

    k: Fraction = Fraction(0)
    n: Fraction = Fraction(0)

    def plus(self, share: Fraction, value: Fraction) -> "Tally":
        return Tally(self.k + share * value, self.n + share)


def mean(values: Iterable[Fraction]) -> Fraction | None:
    """The value of a case: the mean over its valid answers; None without any."""
    found = list(values)
    return sum(found, Fraction(0)) / len(found) if found else None
