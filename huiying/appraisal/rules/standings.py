"""What is judged and what becomes of it; nothing here needs numpy, so pages may read it."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from huiying.appraisal.rules.items import Cells, Places
from huiying.appraisal.rules.schemes import Scheme
from huiying.warehouse.worth import Ratio

Z = 1.959964
"""The 97.5 % point of the normal distribution, as workflow 4.13 fixes it."""


NO_COUNTS: Mapping[str, Ratio] = MappingProxyType({})


class Unit(NamedTuple):
    """One row to be judged: what was entered, and what was counted."""

    name: str
    entered: Cells
    """Its cells, but for the rates that were just counted."""
    entered_bases: Mapping[str, Fraction]
    """How many answers each of its rates rests on, but for those that were just counted."""
    cases: Fraction | None = None
    group: str = ""
    kind: str = ""
    counts: Mapping[str, Ratio] = NO_COUNTS
    """Of the rates that were just counted k and n, before any division."""

    @property
    def cells(self) -> Cells:
        """By column what the formulas of the scheme are given."""
        counted = {column: rate.per_cent for column, rate in self.counts.items()}
        return {**self.entered, **counted} if counted else self.entered

    @property
    def bases(self) -> Mapping[str, Fraction]:
        """How many answers each rate of the scheme rests on."""
        counted = {column: rate.base for column, rate in self.counts.items()}
        return {**self.entered_bases, **counted} if counted else self.entered_bases


class Standing(NamedTuple):
    """What becomes of one unit. `score` is exact; without a place the sample was too small."""

    score: Fraction | None
    rank: int | None = None
    low: int | None = None
    high: int | None = None
    band: int | None = None


def wilson(k: float, n: float) -> tuple[float, float]:
    """The 95 % Wilson interval of k of n, as shares; k may be fractional. Raises on n ≤ 0."""
    if n <= 0:
        raise ZeroDivisionError("an interval needs answers")
    share = k / n
    spread = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    centre = share + Z * Z / (2 * n)
    scale = 1 + Z * Z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def with_places(scheme: Scheme, units: Sequence[Unit]) -> list[Unit]:
    """Cells of rules that go by place, turned from values into places inside each group."""
    found = list(units)
    rules = [item.rule for item in scheme.items if isinstance(item.rule, Places)]
    for rule in rules:
        for group in {unit.group for unit in units}:
            rows = [i for i, unit in enumerate(units) if unit.group == group]
            values = [(i, units[i].entered.get(rule.column)) for i in rows]
            given = [(i, value) for i, value in values if isinstance(value, Fraction)]
            for i, value in given:
                better = sum(1 for _, other in given if _beats(other, value, rule.turned))
                cells = {**found[i].entered, rule.column: Fraction(better + 1)}
                found[i] = found[i]._replace(entered=cells)
    return found


def _beats(other: Fraction, value: Fraction, turned: bool) -> bool:
    return other < value if turned else other > value
