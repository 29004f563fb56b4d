"""Fair ranking: small numbers, ties, ranges of places, bands."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.appraisal.rules.ranking import bands, judge, ranks, shrunken
from huiying.appraisal.rules.standings import wilson
from huiying.appraisal.tests.make import rates, unit


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(3, 3, 43.9, 100), (9, 10, 59.6, 98.2), (18, 20, 69.9, 97.2), (90, 100, 82.6, 94.5),
     (950, 1000, 93.5, 96.2), (8.8, 11, 50.45, 94.02)],
)  # fmt: skip
def test_wilson_intervals_are_as_printed(k, n, low, high):
    found = wilson(k, n)
    assert [100 * x for x in found] == pytest.approx([low, high], abs=0.05)


def test_a_small_sample_is_drawn_towards_the_group():
    assert float(
        shrunken(Fraction("8.8"), Fraction(11), Fraction("0.9"), Fraction(10))
    ) == pytest.approx(0.8476, abs=5e-5)
    assert shrunken(Fraction(0), Fraction(0), Fraction(3, 4), Fraction(10)) == Fraction(3, 4)


def test_equal_scores_share_a_place():
    assert ranks([90, 95, 90, 80]) == [2, 1, 2, 4]


def test_a_small_zone_does_not_win_by_luck():
    found = judge(
        rates(x=100),
        [unit("large", 5000, x=99), unit("small", 10, x=100), unit("weak", 5000, x=80)],
    )
    assert found[1].score == 100
    assert found[1].rank != 1


def test_units_under_ten_cases_are_scored_and_not_ranked():
    small, large = judge(rates(x=100), [unit("s", 9, x=95), unit("l", 10, x=90)])
    assert (small.score, small.rank, small.low, small.high, small.band) == (95, *[None] * 4)
    assert (large.rank, large.low, large.high, large.band) == (1, 1, 1, 1)


def test_a_unit_that_nobody_asked_has_neither_full_marks_nor_nought():
    idle, _ = judge(rates(x=100), [unit("idle", 0, x=None), unit("busy", x=90)])
    assert idle.score is None
    assert idle.rank is None


def test_silence_is_not_rewarded():
    """A unit without answers on a rate is ranked with the group's mean, not with its other rates."""
    silent = unit("silent", 1000, a=100, b=None)
    others = [unit(f"u{i}", 1000, a=98, b=70) for i in range(4)]
    both = [unit("both", 1000, a=99, b=90), *others]
    found = judge(rates(a=50, b=50), [silent, *both])
    assert found[0].score == 100
    assert found[0].rank == 2


def test_what_nobody_was_asked_drops_out_for_the_whole_group():
    found = judge(rates(a=50, b=50), [unit("p", a=90, b=None), unit("q", a=80, b=None)])
    assert [standing.rank for standing in found] == [1, 2]


def test_groups_are_ranked_apart():
    found = judge(rates(x=100), [unit("p", group="town", x=90), unit("q", group="village", x=50)])
    assert [standing.rank for standing in found] == [1, 1]


def test_the_order_of_the_file_changes_nothing():
    units = [unit(f"u{i}", 30 + i, x=80 + i % 7) for i in range(20)]
    forth = dict(zip([u.name for u in units], judge(rates(x=100), units), strict=True))
    back = judge(rates(x=100), units[::-1])
    assert back == [forth[u.name] for u in units[::-1]]


def test_many_answers_tell_units_apart_and_few_do_not():
    few = judge(rates(x=100), [unit("a", 12, x=92), unit("b", 12, x=83), unit("c", 12, x=75)])
    many = judge(rates(x=100), [unit("a", 90000, x=92), unit("b", 90000, x=83), unit("c", 90000, x=75)])  # fmt: skip
    assert [s.band for s in few] == [1, 1, 1]
    assert [(s.low, s.high, s.band) for s in many] == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 10000), st.sampled_from(["", "g"])),
        min_size=1,
        max_size=12,
    )
)
def test_standings_agree_with_each_other(rows):
    units = [
        unit(f"u{i}", n, group=g, x=x / 100 if n else None) for i, (n, x, g) in enumerate(rows)
    ]
    found = judge(rates(x=100), units)
    assert found == judge(rates(x=100), units)
    for one, standing in zip(units, found, strict=True):
        assert (standing.rank is None) == (one.cases < 10)
        if standing.rank is not None:
            assert 1 <= standing.low <= standing.rank <= standing.high <= len(units)
    for a, first in zip(units, found, strict=True):
        for b, second in zip(units, found, strict=True):
            if a.group == b.group and first.rank and second.rank:
                same = first.band == second.band
                assert not same or (first.low <= second.high and second.low <= first.high)
                assert first.rank != second.rank or same
                assert first.rank >= second.rank or first.band <= second.band


def test_bands_break_where_ranges_part():
    assert bands([1, 2, 3, 4], [1, 1, 3, 3], [2, 2, 4, 4]) == [1, 1, 2, 2]
    assert bands([1, 2, 2, 4], [1, 1, 2, 4], [1, 3, 4, 4]) == [1, 2, 2, 3]
