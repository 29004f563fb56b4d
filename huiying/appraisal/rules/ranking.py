"""Fair ranking (domain 2.8, workflow 4.13): like with like, small numbers shrunken, places as ranges.

Every answer is drawn from the same inputs with the same seed, so that anybody can compute a
published ranking again, bit for bit (with the same release of numpy, which the record names).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from huiying.appraisal.rules.items import HUNDRED, NOUGHT
from huiying.appraisal.rules.numbers import Number
from huiying.appraisal.rules.schemes import Ranking, Scheme
from huiying.appraisal.rules.standings import Standing, Unit, with_places
from huiying.lib.rounding import half_up

Array = NDArray[np.float64]


def judge(scheme: Scheme, units: Sequence[Unit]) -> list[Standing]:
    """The standing of each unit, in the order given; ranks hold within a unit's group."""
    placed = with_places(scheme, units)
    standings: list[Standing] = []
    for unit in placed:
        score = None if _is_idle(scheme, unit) else scheme.score(unit.cells, unit.kind)
        assert score is None or isinstance(score, Fraction)
        standings.append(Standing(score))
    for group in {unit.group: None for unit in placed}:
        rows = [i for i, unit in enumerate(placed) if unit.group == group]
        rows.sort(key=lambda i: placed[i].name)  # so that the order of the file changes nothing
        for i, standing in _ranked(scheme, [(i, placed[i], standings[i]) for i in rows]):
            standings[i] = standing
    return standings


def shrunken(k: Fraction, n: Fraction, mean: Fraction, prior: Fraction) -> Fraction:
    """(k + m·p0) / (n + m): without answers the group's mean, with many the unit's own rate."""
    return (k + prior * mean) / (n + prior)


def ranks(scores: Sequence[Decimal]) -> list[int]:
    """1 for the highest; equal scores share a place and leave those after it free (1, 2, 2, 4)."""
    ordered = sorted(scores, reverse=True)
    first: dict[Decimal, int] = {}
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
    for place in sorted(set(rank)):
        tied = [i for i, each in enumerate(rank) if each == place]
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


def _ranked(scheme: Scheme, rows: Sequence[Row]) -> list[tuple[int, Standing]]:
    """The eligible rows of one group, with their places."""
    shares = _means(scheme, [unit for _, unit, _ in rows])
    rules = scheme.ranking
    eligible = [
        (i, unit, standing)
        for i, unit, standing in rows
        if standing.score is not None and _is_large_enough(rules, unit)
    ]
    if not eligible or len(eligible) < rules.fewest_units:
        return []
    known = [
        _scored(scheme, unit, lambda k, n, p: 100 * shrunken(k, n, p, rules.prior), shares)
        for _, unit, _ in eligible
    ]
    scores = [half_up(s.numerator, s.denominator, 2) for s in known if isinstance(s, Fraction)]
    assert len(scores) == len(eligible)
    rank = ranks(scores)
    low, high = rank_intervals(_draws(scheme, [unit for _, unit, _ in eligible], shares))
    low = [min(pair) for pair in zip(low, rank, strict=True)]
    high = [max(pair) for pair in zip(high, rank, strict=True)]
    band = bands(rank, low, high)
    return [
        (i, Standing(standing.score, *places))
        for (i, _, standing), *places in zip(eligible, rank, low, high, band, strict=True)
    ]


def _is_large_enough(rules: Ranking, unit: Unit) -> bool:
    sizes = [*unit.bases.values(), *([] if unit.cases is None else [unit.cases])]
    return all(size >= rules.fewest_cases for size in sizes)


def _means(scheme: Scheme, units: Sequence[Unit]) -> dict[str, Fraction]:
    """The group's share of each rate over all its units, small ones too; none without answers."""
    means = {}
    for column in scheme.rates():
        pairs = [_counts(unit, column) for unit in units]
        base = sum((n for _, n in pairs), NOUGHT)
        if base:
            means[column] = sum((k for k, _ in pairs), NOUGHT) / base
    return means


def _counts(unit: Unit, column: str) -> tuple[Fraction, Fraction]:
    """k and n of a unit's rate; no answers, no counts."""
    rate = unit.cells.get(column)
    if not isinstance(rate, Fraction):
        return NOUGHT, NOUGHT
    base = unit.bases[column]
    return rate * base / HUNDRED, base


Fill = Callable[[Fraction, Fraction, Fraction], Number]


def _scored(scheme: Scheme, unit: Unit, fill: Fill, means: Mapping[str, Fraction]) -> Number:
    """The score with each rate made anew by `fill(k, n, p0)`."""
    rates = {column: fill(*_counts(unit, column), mean) for column, mean in means.items()}
    score = scheme.score({**unit.cells, **rates}, unit.kind)
    assert score is not None  # it had one before, and no cell has gone
    return score


def _draws(scheme: Scheme, units: Sequence[Unit], means: Mapping[str, Fraction]) -> Array:
    """Scores as they might have come out: each rate from a beta distribution around the shrunken one."""
    rules = scheme.ranking
    source = np.random.default_rng(rules.seed)

    def drawn(k: Fraction, n: Fraction, mean: Fraction) -> Array:
        good = float(k + rules.prior * mean)
        bad = float(n - k + rules.prior * (1 - mean))
        if not good or not bad:
            return np.full(rules.draws, 100.0 if good else 0.0)
        return 100 * source.beta(good, bad, rules.draws)

    found = np.empty((len(units), rules.draws))
    for row, unit in enumerate(units):
        score = _scored(scheme, unit, drawn, means)
        found[row] = float(score) if isinstance(score, Fraction) else score
    return found
