"""Small numbers in public tables."""

from huiying.lib.small_cells import suppressed


def test_small_numbers_are_hidden_and_zero_is_not():
    assert suppressed({"a": 3, "b": 4, "c": 0, "d": 9}) == {"a": None, "b": None, "c": 0, "d": 9}


def test_a_single_hidden_number_takes_the_next_smallest_with_it():
    assert suppressed({"a": 3, "b": 40, "c": 9}) == {"a": None, "b": 40, "c": None}


def test_a_table_without_small_numbers_is_shown_whole():
    assert suppressed({"a": 5, "b": 6}) == {"a": 5, "b": 6}
