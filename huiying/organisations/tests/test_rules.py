from datetime import date

import pytest

from huiying.lib.codes import prefix as code_prefix
from huiying.organisations.rules import (
    code_range,
    overlaps,
    short_name,
    shortest,
    with_predecessors,
)


@pytest.mark.parametrize(
    ("code", "level", "prefix"),
    [
        ("441900000000", 2, "4419"),
        ("441900000000", 3, "441900"),
        ("350527000000", 3, "350527"),
        ("350527000000", 4, "350527000"),
        ("990101100201", 5, "990101100201"),
    ],
)
def test_a_prefix_follows_the_level_and_never_the_zeros(code, level, prefix):
    assert code_prefix(code, level) == prefix


def test_a_range_spans_all_codes_of_a_prefix():
    assert code_range("9901") == ("990100000000", "990199999999")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("杨树湾村委会", "杨树湾村"),
        ("杨树湾村村民委员会", "杨树湾村"),
        ("柳树社区居委会", "柳树社区"),
        ("青石镇", "青石镇"),
        ("河东街道办事处", "河东街道"),
        ("村委会", "村委会"),
    ],
)
def test_names_lose_the_office_at_their_end(name, said):
    assert short_name(name) == said


def test_a_covered_prefix_is_dropped():
    assert shortest(["990101", "9901", "9902", "990201"]) == ("9901", "9902")


def test_chains_of_successions_are_followed_to_the_beginning():
    pairs = (("11", "22"), ("22", "33"), ("55", "66"))
    assert with_predecessors(["33"], pairs) == ("11", "22", "33")
    assert with_predecessors([], pairs) == ()


def test_half_open_spans_that_touch_do_not_overlap():
    first = (date(2026, 1, 1), date(2026, 2, 1))
    assert not overlaps(first, (date(2026, 2, 1), None))
    assert overlaps(first, (date(2026, 1, 31), None))
    assert overlaps((date(2026, 1, 1), None), first)
