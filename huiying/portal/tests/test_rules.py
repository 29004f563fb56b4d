from datetime import UTC, datetime, timedelta

import pytest

from huiying.portal.rules import WINDOW, danger_words, minutes_until, opens_at, title_of

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_the_limit_th_try_back_says_when_the_door_opens():
    tries = [NOW + timedelta(minutes=n) for n in range(5)]
    assert opens_at(tries[:4], 5) is None
    assert opens_at(tries, 5) == NOW + WINDOW
    assert opens_at([*tries, NOW + timedelta(minutes=9)], 5) == NOW + timedelta(minutes=16)


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (-5, 1), (900, 15)])
def test_waiting_is_told_in_whole_minutes(seconds, minutes):
    assert minutes_until(NOW + timedelta(seconds=seconds), NOW) == minutes


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("路灯坏了。晚上看不见路。", "路灯坏了"),
        ("路灯坏了", "路灯坏了"),
        ("  第一行\n第二行", "第一行"),
        ("？？？", "？？？"),
        ("长" * 40, "长" * 29 + "…"),
        ("The lamp is out. It is dark.", "The lamp is out"),
    ],
)
def test_a_title_is_made_from_the_first_sentence(text, title):
    assert title_of(text) == title


@pytest.mark.parametrize("text", ["邻居家着火了", "闻到煤气味", "There is a gas leak", "有人晕倒"])
def test_danger_is_heard(text):
    assert danger_words(text)


@pytest.mark.parametrize("text", ["路灯坏了", "水费太高", "I admire the firemen's work"])
def test_everyday_words_are_not_taken_for_danger(text):
    assert not danger_words(text)
