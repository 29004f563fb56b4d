from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.rounding import half_up, half_up_units, largest_remainder, percent


def test_halves_are_rounded_up():
    assert half_up(1, 8, 2) == Decimal("0.13")
    assert half_up(-1, 8, 2) == Decimal("-0.13")
    assert str(half_up(1, 2, 2)) == "0.50"
    assert half_up(5, 2, 0) == 3


def test_units_of_the_last_place_are_whole_numbers():
    assert half_up_units(2, 3) == 67
    assert half_up_units(-1, 8) == -13
    assert half_up_units(5, 2, 0) == 3


def test_a_share_of_nothing_is_not_a_number():
    assert percent(0, 0) is None
    assert percent(2, 3) == Decimal("66.67")
    with pytest.raises(ZeroDivisionError):
        half_up(1, 0)


def test_thirds_add_to_a_hundred():
    assert largest_remainder([1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert largest_remainder([0, 0]) == [Decimal("0.00")] * 2


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12), st.integers(0, 3))
def test_parts_always_add_to_a_hundred(counts, places):
    parts = largest_remainder(counts, places)
    assert sum(parts) == (100 if sum(counts) else 0)
    total = sum(counts)
    assert all(
        abs(part - Decimal(100) * n / total) < Decimal(1).scaleb(-places)
        for part, n in zip(parts, counts, strict=True)
        if total
    )
