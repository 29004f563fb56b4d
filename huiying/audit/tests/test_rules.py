from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from huiying.audit.rules import (
    canonical,
    instant,
    ranges_from,
    ranges_of,
    ranges_text,
    size,
    within,
    without,
)

IDS = st.sets(st.integers(1, 60))


def members(ranges):
    return {number for low, high in ranges for number in range(low, high + 1)}


def ranges(ids):
    return ranges_of(sorted(ids))


def test_one_value_has_one_text():
    assert canonical({"b": 1, "a": "数", "at": datetime(2026, 3, 4, tzinfo=UTC)}) == (
        '{"a":"数","at":"2026-03-04T00:00:00.000000+00:00","b":1}'
    )


def test_a_moment_is_the_same_in_every_zone():
    at = datetime(2026, 3, 4, 9, 0, 0, 1, tzinfo=UTC)
    assert instant(at) == instant(at.astimezone(timezone(timedelta(hours=8))))


@given(IDS)
def test_ranges_keep_their_ids_through_text(ids):
    assert members(ranges_from(ranges_text(ranges(ids)))) == ids
    assert size(ranges(ids)) == len(ids)


@given(IDS, IDS)
def test_ranges_are_taken_from_ranges(ids, taken):
    assert members(without(ranges(ids), ranges(taken))) == ids - taken


@given(IDS, st.integers(1, 60), st.integers(1, 60))
def test_ranges_are_cut_to_a_window(ids, low, high):
    assert members(within(ranges(ids), low, high)) == {n for n in ids if low <= n <= high}
