"""The best size also reads what messages mean; the small one words alone."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from huiying.insight.category import alike, meaning, store, training
from huiying.insight.message import Message
from huiying.insight.tests.make import messages

WHEN = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
BUS = Message("公交车班次太少", "早上等车等了四十分钟，上班总是迟到。")


@pytest.fixture(scope="module")
def trained():
    return training.train(messages(60), "best")


def test_messages_that_mean_the_same_in_other_words_are_nearer_than_others():
    same = Message("巴士来得太稀", "每天早晨候车很久，到单位都晚了。")
    other = Message("医院挂号困难", "专家号一放出来就没有了。")
    found = meaning.vectors([BUS, same, other])

    placed = meaning.placed(found, np.zeros(found.shape[1], dtype=np.float32))
    near = meaning.nearness(placed, placed)

    assert np.diag(near) == pytest.approx(1, abs=1e-4)
    assert near[0, 1] > near[0, 2]


def test_what_lies_near_one_learnt_from_is_taken_for_its_category():
    cases = [
        BUS,
        Message("地铁人太多", "高峰挤不上车。"),
        Message("学校食堂", "孩子说饭菜不新鲜。"),
    ]
    likeness = alike.learn(meaning.vectors(cases), np.array([0, 0, 1]), 2)

    scores = likeness.scores(
        meaning.vectors(
            [Message("公交线路", "公交车等很久"), Message("学生午餐", "学校的饭菜不好")]
        )
    )

    assert scores.argmax(axis=1).tolist() == [0, 1]


def test_nothing_learnt_from_says_nothing():
    none = alike.learn(meaning.vectors([]), np.array([], dtype=np.int64), 3)

    assert none.scores(meaning.vectors([BUS])).tolist() == [[0, 0, 0]]


def test_of_very_many_messages_a_part_is_learnt_from(monkeypatch):
    monkeypatch.setattr(alike, "MOST", 5)
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((12, 2 * meaning.WIDTH)).astype(np.float32)

    assert len(alike.learn(vectors, np.arange(12) % 2, 2).examples) == 5


def test_the_small_size_reads_words_alone():
    assert training.meant(messages(20), "small").vectors is None


def test_copies_that_are_all_there_is_are_learnt_all_the_same():
    model, _ = training.train(replace(messages(40), groups=[1] * 40), "best")

    assert model.suggest([BUS])[0].path


def test_a_stored_model_that_reads_meaning_suggests_the_same(trained, tmp_path):
    model, evaluation = trained
    asked = list(messages(20, seed=9).messages)

    store.save(tmp_path, model, evaluation, now=WHEN)
    again = store.load(tmp_path)

    assert again.nodes[()].likeness is not None
    assert again.likely(asked[0])[0][0] == model.likely(asked[0])[0][0]
    for before, after in zip(model.suggest(asked), again.suggest(asked), strict=True):
        assert before.path == after.path
        assert before.chances == pytest.approx(after.chances, abs=0.01)
