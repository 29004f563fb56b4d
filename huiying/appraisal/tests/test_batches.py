"""Scores of many at once are those of each by itself, to the last digit."""

import random
from fractions import Fraction

import pytest

from huiying.appraisal.queries import load_scheme, shipped
from huiying.appraisal.rules.batches import ratios, scored, total
from huiying.appraisal.rules.pairs import Pairs
from huiying.appraisal.rules.ranking import judge, shrunken
from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.rules.standings import Unit

TURNED = """
id = "t"
version = 1
title = "试"
total = 10
[[item]]
id = "a"
title = "甲"
points = 6
rule = "threshold"
column = "a_rate"
at = 90
each = 0.5
whole_steps = true
[[item]]
id = "b"
title = "乙"
points = 4
rule = "steps"
column = "b_rate"
steps = [[60, 1], [80, 3], [95, 4]]
"""


def cell(column, chance):
    if chance.random() < 0.2:
        return None
    if column.measure == "word":
        return chance.choice(column.words)
    if column.measure == "yes":
        return Fraction(chance.randrange(2))
    if column.measure == "rate":
        n = chance.randrange(1, 60)
        return Fraction(100 * chance.randrange(n + 1), n)
    return Fraction(chance.randrange(1, 5))


def some_units(scheme, count, seed=3):
    chance = random.Random(seed)
    for i in range(count):
        cells = {column.name: cell(column, chance) for column in scheme.columns()}
        bases = {column: Fraction(chance.randrange(1, 60)) for column in scheme.rates()}
        yield Unit(f"u{i}", cells, bases, Fraction(20), "", chance.choice(["", "A", "B"]))


@pytest.mark.parametrize("name", [path.stem for path in shipped()])
def test_all_shipped_schemes(name):
    scheme = load_scheme(name)
    units = list(some_units(scheme, 40))
    assert scored(scheme, units) == [scheme.score(unit.cells, unit.kind) for unit in units]


def test_steps_and_thresholds():
    scheme = read_scheme(TURNED, "t")
    units = list(some_units(scheme, 60))
    assert scored(scheme, units) == [scheme.score(unit.cells, unit.kind) for unit in units]


def test_rates_given_take_the_place_of_the_own():
    scheme = load_scheme("three-rates")
    units = list(some_units(scheme, 30))
    column = "solve_rate"
    rates = [shrunken(Fraction(i), Fraction(31), Fraction(1, 3), Fraction(10)) for i in range(30)]
    judged = [scheme.score({**unit.cells, column: rate}, unit.kind) for unit, rate in zip(units, rates, strict=True)]  # fmt: skip
    found = ratios(scheme, units, {column: Pairs.of(rates)})
    assert [each and Fraction(*each) for each in found] == judged


def test_without_intervals_ranks_are_the_same():
    scheme = load_scheme("three-rates")
    units = list(some_units(scheme, 30))
    drawn, plain = judge(scheme, units), judge(scheme, units, intervals=False)
    assert [(one.score, one.rank) for one in drawn] == [(one.score, one.rank) for one in plain]
    assert any(one.rank for one in plain)


def test_a_total_is_exact():
    values = [Fraction(i, 7 + i % 5) for i in range(50)]
    assert total(each.as_integer_ratio() for each in values) == sum(values)
