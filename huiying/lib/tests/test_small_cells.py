"""Small numbers in public tables."""

from huiying.lib.small_cells import suppressed, unreckonable


def test_small_numbers_are_hidden_and_zero_is_not():
    assert suppressed({"a": 3, "b": 4, "c": 0, "d": 9}) == {"a": None, "b": None, "c": 0, "d": 9}


def test_a_single_hidden_number_takes_the_next_smallest_with_it():
    assert suppressed({"a": 3, "b": 40, "c": 9}) == {"a": None, "b": 40, "c": None}


def test_a_table_without_small_numbers_is_shown_whole():
    assert suppressed({"a": 5, "b": 6}) == {"a": 5, "b": 6}


def test_nothing_hidden_can_be_reckoned_from_the_sums_beside_it():
    cells = {"a1": 2, "a2": 30, "a3": 8, "a": 40, "b1": 9, "b2": 20, "b3": 0, "b": 29}
    cells |= {"1": 11, "all": 69}
    sums = [("a1", "a2", "a3", "a"), ("b1", "b2", "b3", "b"), ("a1", "b1", "1"), ("a", "b", "all")]
    shown = unreckonable(cells, sums)
    assert [key for key, count in shown.items() if count is None] == ["a1", "a3", "b1", "b2"]
    for line in sums:
        assert sum(shown[key] is None for key in line) != 1


def test_a_small_sum_hides_what_it_is_of():
    shown = unreckonable({"a": 0, "b": 3, "both": 3}, [("a", "b", "both")])
    assert shown == {"a": 0, "b": None, "both": None}
