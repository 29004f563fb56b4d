"""Fair ranking (domain 2.8, workflow 4.13): like with like, small numbers shrunken, places as ranges.

Every answer is drawn from the same inputs with the same seed, so that anybody can compute a
published ranking again, bit for bit (with the same release of numpy, which the record names).
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from huiying.appraisal.rules.batches import ratios, scored, total
from huiying.appraisal.rules.items import HUNDRED
from huiying.appraisal.rules.pairs import Pairs
from huiying.appraisal.rules.schemes import Ranking, Scheme
from huiying.appraisal.rules.standings import Standing, Unit, with_places
from huiying.lib.rounding import half_up_units
from huiying.warehouse.worth import Ratio

Array = NDArray[np.float64]


def judge(scheme: Scheme, units: Sequence[Unit], *, intervals: bool = True) -> list[Standing]:
    """The standing of each unit, in the order given; ranks hold within a unit's group.

    Without intervals (nothing is drawn) a unit's range of places is its rank, and it has no band.
    """
    placed = with_places(scheme, units)
    scores = scored(scheme, placed)
    standings = [
        Standing(None if _is_idle(scheme, unit) else score)
        for unit, score in zip(placed, scores, strict=True)
    ]
    groups: dict[str, list[int]] = {}
    for i, unit in enumerate(placed):
        groups.setdefault(unit.group, []).append(i)
    for rows in groups.values():
        rows.sort(key=lambda i: placed[i].name)  # so that the order of the file changes nothing
        found = [(i, placed[i], standings[i]) for i in rows]
        for i, standing in _ranked(scheme, found, intervals):
            standings[i] = standing
    return standings


def shrunken(k: Fraction, n: Fraction, mean: Fraction, prior: Fraction) -> Fraction:
    """(k + m·p0) / (n + m): without answers the group's mean, with many the unit's own rate."""
    return (k + prior * mean) / (n + prior)


def ranks(scores: Sequence[int]) -> list[int]:
    """1 for the highest; equal scores share a place and leave those after it free (1, 2, 2, 4).

    Scores are compared rounded to two places: as whole hundredths.
    """
    ordered = sorted(scores, reverse=True)
    first: dict[int, int] = {}
    for place, score in enumerate(ordered, 1):
        first.setdefault(score, place)
    return [first[score] for score in scores]


def rank_intervals(draws: Array) -> tuple[list[int], list[int]]:
    """Best and worst place of each row with 95 %: the 2.5th and 97.5th per cent of its drawn places.

    draws: units × draws, scores; they are compared as ranks are, rounded to two places.
    """
    falling = np.ascontiguousarray(-np.round(draws, 2).T)
    ordered = np.sort(falling, axis=1)
    count, units = falling.shape
    places = np.empty((units, count), dtype=np.int32)
    for draw in range(count):
        places[:, draw] = np.searchsorted(ordered[draw], falling[draw]) + 1
    low = max(math.ceil(0.025 * count) - 1, 0)
    high = math.ceil(0.975 * count) - 1
    places.partition((low, high), axis=1)
    return places[:, low].tolist(), places[:, high].tolist()


def bands(rank: Sequence[int], low: Sequence[int], high: Sequence[int]) -> list[int]:
    """Number the bands from the top: inside one, the ranges of places of any two units overlap.

    Units that share a place share a band.
    """
    found = [0] * len(rank)
    band, best, worst = 0, 0, -1
    sharing: dict[int, list[int]] = {}
    for i, each in enumerate(rank):
        sharing.setdefault(each, []).append(i)
    for _, tied in sorted(sharing.items()):
        lows, highs = max(low[i] for i in tied), min(high[i] for i in tied)
        if band == 0 or max(best, lows) > min(worst, highs):
            band, best, worst = band + 1, lows, highs
        best, worst = max(best, lows), min(worst, highs)
        for i in tied:
            found[i] = band
    return found


def _is_idle(scheme: Scheme, unit: Unit) -> bool:
    """Nobody asked this unit anything: neither full marks nor nought."""
    return unit.cases == 0 and bool(scheme.rates())


Row = tuple[int, Unit, Standing]


def _ranked(scheme: Scheme, rows: Sequence[Row], intervals: bool) -> list[tuple[int, Standing]]:
    """The eligible rows of one group, with their places."""
    every = {
        column: [unit.counts.get(column) or _stored(unit, column) for _, unit, _ in rows]
        for column in scheme.rates()
    }
    shares = _means(every)
    rules = scheme.ranking
    ranked = [
        i
        for i, (_, unit, standing) in enumerate(rows)
        if standing.score is not None and _is_large_enough(rules, unit)
    ]
    if not ranked or len(ranked) < rules.fewest_units:
        return []
    eligible = [rows[i] for i in ranked]
    group = [unit for _, unit, _ in eligible]
    counts = {column: [every[column][i] for i in ranked] for column in shares}
    known = ratios(scheme, group, _shrunken_rates(counts, shares, rules.prior))
    scores = [half_up_units(*each, 2) for each in known if each is not None]
    assert len(scores) == len(eligible)
    rank = ranks(scores)
    if not intervals:
        return [
            (i, Standing(standing.score, place, place, place))
            for (i, _, standing), place in zip(eligible, rank, strict=True)
        ]
    low, high = rank_intervals(_draws(scheme, group, counts, shares))
    low = [min(pair) for pair in zip(low, rank, strict=True)]
    high = [max(pair) for pair in zip(high, rank, strict=True)]
    band = bands(rank, low, high)
    return [
        (i, Standing(standing.score, *places))
        for (i, _, standing), *places in zip(eligible, rank, low, high, band, strict=True)
    ]


def _is_large_enough(rules: Ranking, unit: Unit) -> bool:
    least = rules.fewest_cases
    if any(n < least * n_over for _, n, _, n_over in unit.counts.values()):
        return False
    sizes = (
        unit.entered_bases.values()
        if unit.cases is None
        else (*unit.entered_bases.values(), unit.cases)
    )
    for size in sizes:
        top, bottom = size.as_integer_ratio()  # comparing fractions takes ten times as long
        if top < least * bottom:
            return False
    return True


Counts = Mapping[str, Sequence[Ratio]]
"""Of each rate k and n of every unit."""


def _means(counts: Counts) -> dict[str, Fraction]:
    """The group's share of each rate over all its units, small ones too; none without answers."""
    means = {}
    for column, rates in counts.items():
        if base := total([(n, n_over) for _, n, _, n_over in rates]):
            means[column] = total([(k, k_over) for k, _, k_over, _ in rates]) / base
    return means


def _stored(unit: Unit, column: str) -> Ratio:
    """k and n of a rate by its cell and base; no answers, no counts."""
    rate = unit.entered.get(column)
    if not isinstance(rate, Fraction):
        return Ratio(0, 0)
    (top, bottom), (n, over) = (
        rate.as_integer_ratio(),
        unit.entered_bases[column].as_integer_ratio(),
    )
    return Ratio(top * n, n, bottom * over * 100, over)


def _shrunken_rates(
    counts: Counts, means: Mapping[str, Fraction], prior: Fraction
) -> dict[str, Pairs]:
    """Each rate in per cent, drawn towards the group's mean, as `shrunken` has it."""
    found = {}
    for column, mean in means.items():
        k, n, k_over, n_over = zip(*counts[column], strict=True)
        good, every = Pairs(k, k_over).plus(prior * mean), Pairs(n, n_over).plus(prior)
        found[column] = good.over(every).times(HUNDRED)
    return found


def _draws(
    scheme: Scheme, units: Sequence[Unit], counts: Counts, means: Mapping[str, Fraction]
) -> Array:
    """Scores as they might have come out: each rate from a beta distribution around the shrunken one."""
    rules = scheme.ranking
    source = np.random.default_rng(rules.seed)

    def drawn(rate: Ratio, mean: Fraction) -> Array:
        k, n = rate.exact
        good = float(k + rules.prior * mean)
        bad = float(n - k + rules.prior * (1 - mean))
        if not good or not bad:
            return np.full(rules.draws, 100.0 if good else 0.0)
        return 100 * source.beta(good, bad, rules.draws)

    found = np.empty((len(units), rules.draws))
    for row, unit in enumerate(units):
        rates = {column: drawn(counts[column][row], mean) for column, mean in means.items()}
        score = scheme.score({**unit.cells, **rates}, unit.kind)
        assert score is not None  # it had one before, and no cell has gone
        assert not isinstance(score, Pairs)
        found[row] = float(score) if isinstance(score, Fraction) else score
    return found
