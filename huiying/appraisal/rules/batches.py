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


Pair = tuple[int, int]
"""An exact number as top and bottom, not reduced: a common divisor is looked for only where it matters."""


def scored(scheme: Scheme, units: Sequence[Unit]) -> list[Fraction | None]:
    """The exact score of each unit."""
    return [Fraction(*each) if each else None for each in ratios(scheme, units)]


def ratios(
    scheme: Scheme, units: Sequence[Unit], rates: Mapping[str, Pairs] | None = None
) -> list[Pair | None]:
    """The score of each unit; rates given take the place of the units' own.

    Only rates are many: units whose other cells are equal, and of whom the same rates are known, go
    through the formulas together; a scheme never uses the column of a rate for anything else.
    """
    found: list[Pair | None] = [None] * len(units)
    given = rates or {}
    for rows in _alike(scheme, units, given):
        some = [units[i] for i in rows]
        cells: dict[str, Number | str | None] = dict(some[0].cells)
        for column in scheme.rates():
            if pairs := given.get(column):
                cells[column] = Pairs([pairs.top[i] for i in rows], [pairs.bottom[i] for i in rows])
            elif cells.get(column) is not None:
                cells[column] = _own(some, column)
        score = scheme.score(cells, some[0].kind)
        for i, each in zip(rows, _each(score, len(rows)), strict=True):
            found[i] = each
    return found


def total(values: Iterable[Pair]) -> Fraction:
    """Their sum, those of one denominator first: as they stand, and once more in lowest terms."""
    sums: dict[int, int] = {}
    for top, bottom in values:
        sums[bottom] = sums.get(bottom, 0) + top
    least: dict[int, int] = {}
    for bottom, top in sums.items():
        common = gcd(top, bottom)
        least[bottom // common] = least.get(bottom // common, 0) + top // common
    return sum((Fraction(top, bottom) for bottom, top in least.items()), NOUGHT)


def _alike(
    scheme: Scheme, units: Sequence[Unit], given: Mapping[str, Pairs]
) -> Iterable[list[int]]:
    """The rows that differ in nothing but the values of rates."""
    columns = [
        [column.name not in unit.counts and unit.entered.get(column.name) is None for unit in units]
        if column.measure == "rate"
        else [unit.entered.get(column.name) for unit in units]
        for column in scheme.columns()
        if column.name not in given
    ]
    found: dict[Shape, list[int]] = {}
    for i, shape in enumerate(zip([unit.kind for unit in units], *columns, strict=True)):
        found.setdefault(shape, []).append(i)
    return found.values()


def _own(units: Sequence[Unit], column: str) -> Pairs:
    """A rate in per cent of units that all have one."""
    counted = [unit.counts.get(column) for unit in units]
    if not all(counted):
        return Pairs.of(_rate(unit.cells, column) for unit in units)
    found = [each for each in counted if each]
    return Pairs(
        [100 * k * n_over for k, _, _, n_over in found], [k_over * n for _, n, k_over, _ in found]
    )


def _rate(cells: Cells, column: str) -> Fraction:
    value = cells[column]
    assert isinstance(value, Fraction)
    return value


def _each(score: Number | None, count: int) -> Sequence[Pair | None]:
    if isinstance(score, Pairs):
        return list(zip(score.top, score.bottom, strict=True))
    assert score is None or isinstance(score, Fraction)
    return [score.as_integer_ratio() if score is not None else None] * count
