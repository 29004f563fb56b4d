import pytest

from huiying.jobs.rules import body_hash, percent


@pytest.mark.parametrize(
    ("done", "total", "expected"),
    [
        (0, 3, 0),
        (2, 3, 66),
        (299, 300, 99),
        (3, 3, 100),
        (5, 3, 100),
        (1, None, None),
        (0, 0, None),
    ],
)
def test_a_hundred_percent_means_finished(done, total, expected):
    assert percent(done, total) == expected


def test_a_form_is_the_same_in_whatever_order_its_fields_came():
    assert body_hash({"a": 1, "b": "数"}) == body_hash({"b": "数", "a": 1})
    assert body_hash({"a": 1}) != body_hash({"a": 2})
    assert body_hash("x") == body_hash(b"x")
