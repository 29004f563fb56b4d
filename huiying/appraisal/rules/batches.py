"""Scores of many units in one pass through the formulas of a scheme: the same as one by one, sooner."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import gcd

from huiying.appraisal.rules.items import NOUGHT, Cells
from huiying.appraisal.rules.numbers import Number
from huiying.appraisal.rules.pairs import Pairs
from huiying.appraisal.rules.schemes import Scheme
from huiying.appraisal.rules.standings import Unit

Shape = tuple[object, ...]


Ratio = tuple[int, int]
"""An exact number as top and bottom, not reduced: a common divisor is looked for only where it matters."""


def scored(scheme: Scheme, units: Sequence[Unit]) -> list[Fraction | None]:
    """The exact score of each unit."""
    return [Fraction(*each) if each else None for each in ratios(scheme, units)]


def ratios(
    scheme: Scheme, units: Sequence[Unit], rates: Mapping[str, Pairs] | None = None
) -> list[Ratio | None]:
    """The score of each unit; rates given take the place of the units' own.

    Only rates are many: units whose other cells are equal, and of whom the same rates are known, go
    through the formulas together; a scheme never uses the column of a rate for anything else.
    """
    found: list[Ratio | None] = [None] * len(units)
    given = rates or {}
    for rows in _alike(scheme, units, given):
        some = units[rows[0]]
        cells: dict[str, Number | str | None] = dict(some.cells)
        for column in scheme.rates():
            if pairs := given.get(column):
                cells[column] = Pairs([pairs.top[i] for i in rows], [pairs.bottom[i] for i in rows])
            elif some.cells.get(column) is not None:
                cells[column] = Pairs.of(_rate(units[i].cells, column) for i in rows)
        score = scheme.score(cells, some.kind)
        for i, each in zip(rows, _each(score, len(rows)), strict=True):
            found[i] = each
    return found


def total(values: Iterable[Ratio]) -> Fraction:
    """Their sum, those of one denominator first: in lowest terms most have one of a few."""
    sums: dict[int, int] = {}
    for top, bottom in values:
        common = gcd(top, bottom)
        least = bottom // common
        sums[least] = sums.get(least, 0) + top // common
    return sum((Fraction(top, bottom) for bottom, top in sums.items()), NOUGHT)


def _alike(
    scheme: Scheme, units: Sequence[Unit], given: Mapping[str, Pairs]
) -> Iterable[list[int]]:
    """The rows that differ in nothing but the values of rates."""
    own = [column for column in scheme.rates() if column not in given]
    rest = [c.name for c in scheme.columns() if c.measure != "rate"]
    found: dict[Shape, list[int]] = {}
    for i, unit in enumerate(units):
        cells = unit.cells
        shape = (
            unit.kind,
            *(cells.get(column) is None for column in own),
            *map(cells.get, rest),
        )
        found.setdefault(shape, []).append(i)
    return found.values()


def _rate(cells: Cells, column: str) -> Fraction:
    value = cells[column]
    assert isinstance(value, Fraction)
    return value


def _each(score: Number | None, count: int) -> Sequence[Ratio | None]:
    if isinstance(score, Pairs):
        return list(zip(score.top, score.bottom, strict=True))
    assert score is None or isinstance(score, Fraction)
    return [score.as_integer_ratio() if score is not None else None] * count
