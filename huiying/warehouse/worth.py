"""What the counts of one cell are worth, in whole numbers that may be added up: k and n of a rate.

Where a case's value is the mean of its voices (workflow 4.6, 4.7), k has a denominator: a common one
for up to sixteen voices, which nearly every case has, else their number. Rows of one denominator add
up; a rate is divided only where somebody reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple

FEW = 16
COMMON = lcm(*range(1, FEW + 1))
"""720,720, which every number of voices up to sixteen divides."""
HUNDRED = 100
"""Shares of credit are kept in hundredths."""


@dataclass(frozen=True)
class Worth:
    """k = Σ points · tally; with `shared`, of the mean voice, and k and n times the share credited.

    `scale` is by what the points were multiplied to be whole.
    """

    points: tuple[tuple[str, int], ...]
    scale: int = 1
    shared: bool = False


def worth_of(values: Mapping[str, Fraction], *, shared: bool) -> Worth:
    """Tally → what one of it is worth, 0 … 1."""
    scale = lcm(*(value.denominator for value in values.values()))
    points = tuple((name, int(value * scale)) for name, value in values.items() if value)
    return Worth(points, scale, shared)


_fraction = lru_cache(maxsize=1 << 15)(Fraction)
"""Many units have the same small counts, and making a fraction looks for a common divisor."""


class Ratio(NamedTuple):
    """k of n as pairs of whole numbers: cheap to make, exact when asked."""

    k: int
    n: int
    k_over: int = 1
    n_over: int = 1

    @property
    def exact(self) -> tuple[Fraction, Fraction]:
        return _fraction(self.k, self.k_over), _fraction(self.n, self.n_over)

    @property
    def base(self) -> Fraction:
        """n."""
        return _fraction(self.n, self.n_over)

    @property
    def per_cent(self) -> Fraction:
        """100 · k / n, n above nought."""
        return Fraction(100 * self.k * self.n_over, self.k_over * self.n)


def of_cells(
    worth: Worth, cells: Mapping[tuple[int | str | None, ...], Mapping[str, int]]
) -> Ratio:
    """The rate of the cells of one group: of a shared one (voices, share) → counts."""
    if not worth.shared:
        k = sum(points * counts[name] for counts in cells.values() for name, points in worth.points)
        return Ratio(k, sum(counts["n"] for counts in cells.values()))
    sums: dict[int, tuple[int, int]] = {}
    for (voices, share), counts in cells.items():
        weight, over = int(share or 0), int(voices or 1)
        each = 0
        for name, points in worth.points:
            each += points * counts[name]
        common = COMMON if over <= FEW else over
        k, n = sums.get(common, (0, 0))
        sums[common] = k + weight * each * (common // over), n + weight * counts["n"]
    return ratio(worth, sums) if sums else Ratio(0, 0)


def denominators(worth: Worth, over: int) -> tuple[int, int]:
    """Of k and n in ready rows."""
    return (HUNDRED * worth.scale * over, HUNDRED) if worth.shared else (1, 1)


def both(one: Ratio, other: Ratio) -> Ratio:
    """Two rates taken together."""
    k_over, n_over = lcm(one.k_over, other.k_over), lcm(one.n_over, other.n_over)
    k = one.k * (k_over // one.k_over) + other.k * (k_over // other.k_over)
    n = one.n * (n_over // one.n_over) + other.n * (n_over // other.n_over)
    return Ratio(k, n, k_over, n_over)


def ratio(worth: Worth, sums: Mapping[int, tuple[int, int]]) -> Ratio:
    """The rate of sums of k and n by their denominators."""
    if not worth.shared:
        ((k, n),) = sums.values()
        return Ratio(k, n)
    common = lcm(*sums) if len(sums) > 1 else next(iter(sums))
    k = sum(each * (common // over) for over, (each, _) in sums.items())
    n = sum(each for _, each in sums.values())
    return Ratio(k, n, *denominators(worth, common))
