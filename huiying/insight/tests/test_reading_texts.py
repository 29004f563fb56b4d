"""Grams by hashes are the grams that one would spell out."""

from collections import Counter

import pytest

from huiying.insight.category.features import BEST, SMALL, learn
from huiying.insight.category.reading import Read, hashes_of
from huiying.insight.message import Message
from huiying.insight.text import words

ASKED = [
    Message("望江苑停水", "望江苑 停水三天，\n水压也太低！"),
    Message("ＡＢＣ路灯不亮", "路灯不亮"),
    Message("", ""),
    Message("停水 停水", "补\0充：****号😀楼"),
    Message("路灯", ""),
]


def spelled(grams):
    every = grams.spelled(range_of(grams))
    return [Counter(g for g, row in zip(every, grams.rows, strict=True) if row == number)
            for number in range(len(ASKED))]  # fmt: skip


def range_of(grams):
    return grams.rows * 0 + range(len(grams.rows))


def test_each_message_has_its_own_words():
    found = spelled(Read(ASKED).words)

    assert found[0] == Counter(words("望江苑停水") + words("望江苑停水三天,水压也太低!")) + Counter(
        [",", "!"]
    )
    assert found[2] == Counter()
    assert found[4] == Counter(["路灯"])


def test_runs_of_characters_stay_inside_a_title():
    found = spelled(Read(ASKED).title.runs(3))

    assert found[4] == Counter(["路", "灯", "路灯"])
    assert found[1]["abc"] == 1
    assert found[3]["水停"] == 1, "a space parts nothing"
    assert sum(found[2].values()) == 0


def test_what_was_masked_is_one_star_whatever_its_length():
    assert spelled(Read(ASKED).detail.runs(1))[3]["*"] == 1


def test_a_hash_is_that_of_the_spelled_gram():
    for grams in (Read(ASKED).words, Read(ASKED).detail.runs(3)):
        assert grams.hashes.tolist() == hashes_of(grams.spelled(range_of(grams))).tolist()


@pytest.mark.parametrize("blocks", [SMALL, BEST])
def test_what_was_counted_in_learning_is_counted_again(blocks):
    asked = ASKED * 150 + [Message("一个生僻的词", "")]
    counts, vocabulary = learn(asked, blocks)

    again = vocabulary.count(asked)

    assert again.starts.tolist() == counts.starts.tolist()
    for row in range(len(asked)):
        one, other = slice(*counts.starts[row : row + 2]), slice(*again.starts[row : row + 2])
        assert dict(zip(counts.features[one], counts.times[one], strict=True)) == dict(
            zip(again.features[other], again.times[other], strict=True)
        )
    assert "w停水" in vocabulary.names
    assert "w," not in vocabulary.names
    assert "c生僻" not in vocabulary.names, "in one message only"
