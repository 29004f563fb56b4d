"""What is judged from counts comes out as from what is stored of them, bit for bit."""

import random
from fractions import Fraction

import pytest

from huiying.appraisal.queries import load_scheme
from huiying.appraisal.rules.inputs import Known, folded, packed, to_judge, unpacked
from huiying.appraisal.rules.ranking import judge
from huiying.warehouse.worth import COMMON, Ratio


def counted(chance):
    """Counts as the roll-ups give them: whole, in shares of credit, of many voices; sometimes none."""
    n = chance.randrange(60)
    return chance.choice(
        [
            Ratio(chance.randrange(n + 1), n),
            Ratio(chance.randrange(n + 1) * 70 * COMMON, 70 * n, 100 * COMMON, 100),
            Ratio(chance.randrange(n + 1) * 30, 30 * n, 100 * 17, 100 * 17),
        ]
    )


@pytest.mark.parametrize("intervals", [False, True])
def test_a_ranking_from_counts_is_that_of_the_stored_inputs(intervals):
    scheme, chance = load_scheme("three-rates"), random.Random(5)
    known = [
        Known(i, f"u{i}", Fraction(40), {c: counted(chance) for c in scheme.rates()}, {})
        for i in range(60)
    ]
    units = to_judge(scheme, known)
    stored = unpacked(packed(units, {each.pk: each.name for each in known}))
    assert units[0].counts
    assert not stored[0].counts
    found = judge(scheme, units, intervals=intervals)
    assert found == judge(scheme, stored, intervals=intervals)
    assert any(each.rank for each in found)


def test_whoever_takes_over_has_the_counts_of_both_whatever_they_are_counted_in():
    counts = {1: Ratio(1, 2), 2: Ratio(70 * COMMON, 140, 100 * COMMON, 100), 3: Ratio(5, 6)}
    found = folded(counts, {1: 2})
    assert found[2].exact == (Fraction(17, 10), Fraction(17, 5))
    assert found == {2: found[2], 3: Ratio(5, 6)}


def test_a_rate_in_per_cent_is_exact():
    assert Ratio(1, 3).per_cent == Fraction(100, 3)
    assert Ratio(70 * COMMON, 140, 100 * COMMON, 100).per_cent == 50
