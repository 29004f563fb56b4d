"""Every rule type of domain 4A, by example."""

from fractions import Fraction

import numpy as np
import pytest

from huiying.appraisal.rules.schemes import SchemeFault
from huiying.appraisal.tests.make import item, scheme

COLUMN = '"x"'


def points(rule: str, value: object, points: float = 20, kind: str = "", **fields: str) -> float:
    read = scheme(item(rule, points, **fields), head=f"total = {points}")
    cells = value if isinstance(value, dict) else {"x": value}
    found = read.score(
        {k: Fraction(str(v)) if isinstance(v, int | float) else v for k, v in cells.items()}, kind
    )
    assert isinstance(found, Fraction)
    return float(found)


@pytest.mark.parametrize(
    ("rule", "value", "fields", "expected"),
    [
        ("rate", 95.5, {}, 19.1),
        ("rate", 10, {"fewer_is_better": "true"}, 18),
        ("rate", 90, {"target": "95"}, 18.9474),
        ("rate", 97, {"target": "95"}, 20),
        ("threshold", 98.5, {"at": "98", "each": "1"}, 20),
        ("threshold", 95.5, {"at": "98", "each": "1"}, 17.5),
        ("threshold", 95.5, {"at": "98", "each": "1", "whole_steps": "true"}, 17),
        ("threshold", 10, {"at": "98", "each": "1"}, 0),
        ("threshold", 50, {"at": "48", "each": "3", "of": '"number"', "fewer_is_better": "true"}, 14),
        ("steps", 2299, {"of": '"number"', "steps": "[[2300, 10], [4500, 15], [5500, 20]]"}, 0),
        ("steps", 4500, {"of": '"number"', "steps": "[[2300, 10], [4500, 15], [5500, 20]]"}, 15),
        ("steps", 9999, {"of": '"number"', "steps": "[[5500, 20], [2300, 10], [4500, 15]]"}, 20),
        ("steps", 3, {"of": '"number"', "steps": "[[2, 20], [5, 10]]", "fewer_is_better": "true"}, 10),
        ("steps", 9, {"of": '"number"', "steps": "[[2, 20], [5, 10]]", "fewer_is_better": "true"}, 0),
        ("count", 3, {"each": "4"}, 12),
        ("count", 9, {"each": "4"}, 20),
        ("all-or-nothing", 1, {}, 20),
        ("all-or-nothing", 0, {}, 0),
        ("all-or-nothing", 94.99, {"at": "95"}, 0),
        ("all-or-nothing", 95, {"at": "95"}, 20),
        ("places", 2, {"places": "[20, 16, 12]", "rest": "4"}, 16),
        ("places", 7, {"places": "[20, 16, 12]", "rest": "4"}, 4),
        ("rubric", "good", {"grades": "{ good = 20, poor = 5 }"}, 20),
        ("given", 13, {"by": '"the county"'}, 13),
    ],
)  # fmt: skip
def test_a_rule_turns_a_cell_into_points(rule, value, fields, expected):
    assert points(rule, value, column=COLUMN, **fields) == pytest.approx(expected, abs=1e-4)


def test_a_target_may_differ_by_class():
    target = "{ default = 100, hill = 80 }"
    assert points("rate", 80, kind="hill", column=COLUMN, target=target) == 20
    assert points("rate", 80, kind="plain", column=COLUMN, target=target) == 16


def test_votes_of_rater_groups_are_weighted_and_a_silent_group_passes_its_weight_on():
    raters = (
        '[{ column = "a", title = "A", weight = 0.2 }, { column = "b", title = "B", weight = 0.8 }]'
    )
    assert points("votes", {"a": 100, "b": 50}, raters=raters) == pytest.approx(12)
    assert points("votes", {"a": 100, "b": None}, raters=raters) == 20


def test_each_missing_piece_of_evidence_costs_points():
    pieces = '[{ column = "a", title = "A" }, { column = "b", title = "B" }]'
    assert points("evidence", {"a": 1, "b": 0}, pieces=pieces, each="3") == 17
    assert points("evidence", {"a": 1, "b": None}, pieces=pieces) == 10


def test_what_is_missing_passes_its_points_on_or_counts_nought():
    two = (item("rate", 60, "a", column='"a"'), item("rate", 40, "b", column='"b"'))
    cells = {"a": Fraction(90), "b": None}
    assert scheme(*two).score(cells) == 90
    assert scheme(*two, head='missing = "zero"').score(cells) == 54
    assert scheme(*two).score({"a": None, "b": None}) is None


def test_three_rates_without_the_last_give_the_printed_example():
    """Workflow 4.13: dropped, the score would be 89.23."""
    read = scheme(
        *(item("rate", p, k, column=f'"{k}"') for k, p in (("a", 30), ("b", 35), ("c", 35)))
    )
    score = read.score({"a": Fraction(100), "b": Fraction(80), "c": None})
    assert float(score) == pytest.approx(89.23, abs=0.005)


def test_bonus_and_penalty_are_capped_one_by_one_and_together():
    extras = """
[[bonus]]
column = "honours"
title = "Honours"
each = 2
most = 4
[[bonus]]
column = "ideas"
title = "Ideas"
each = 1
most = 3
[[penalty]]
column = "overdue"
title = "Overdue"
each = 1
most = 9
"""
    read = scheme(item("rate", 100, column=COLUMN), tail=extras)

    def score(**cells):
        return read.score({"x": Fraction(99), **{k: Fraction(v) for k, v in cells.items()}})

    assert score(honours=1) == 101
    assert score(honours=9) == 103
    assert score(honours=9, ideas=9) == 104
    assert score(overdue=40) == 94
    assert score(honours=9, ideas=9, overdue=40) == 99


def test_proven_faking_ends_at_nought_and_nothing_else_may_be_a_veto():
    veto = '[[veto]]\ncolumn = "faked"\ntitle = "Faked"\nbecause = "%s"\n'
    read = scheme(item("rate", 100, column=COLUMN), tail=veto % "proven-faking")
    assert read.score({"x": Fraction(99), "faked": Fraction(1)}) == 0
    assert read.score({"x": Fraction(99), "faked": Fraction(0)}) == 99
    with pytest.raises(SchemeFault, match="proven"):
        scheme(item("rate", 100, column=COLUMN), tail=veto % "low satisfaction")


def test_arrays_of_draws_go_through_the_same_formulas():
    read = scheme(
        item("rate", 20, "a", column=COLUMN, target="95"),
        item("threshold", 20, "b", column=COLUMN, at="90", each="0.7", whole_steps="true"),
        item("steps", 20, "c", column=COLUMN, steps="[[50, 10], [80, 20]]"),
        item("all-or-nothing", 20, "d", column=COLUMN, at="85"),
        item("rate", 20, "e", column=COLUMN, fewer_is_better="true"),
    )
    values = [0, 12.5, 50, 79.75, 85, 90, 94.5, 100]
    drawn = read.score({"x": np.array(values, dtype=float)})
    exact = [float(read.score({"x": Fraction(v)})) for v in values]
    assert drawn == pytest.approx(exact)
