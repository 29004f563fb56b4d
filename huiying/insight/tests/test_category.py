import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from huiying.insight.category import store, training
from huiying.insight.category.cases import Cases
from huiying.insight.category.evaluation import Judged, calibration_error, report, threshold
from huiying.insight.folds import grouped_folds, rounds
from huiying.insight.message import Message
from huiying.insight.tests.make import messages
from huiying.lib.errors import NotPossible

WHEN = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
WATER = Message("望江苑自来水停水", "望江苑自来水停水三天，水务也没有人管。")


@pytest.fixture(scope="module")
def trained():
    return training.train(messages(150))


def test_a_message_gets_the_category_of_its_like_down_the_tree(trained):
    model, _ = trained

    suggestion = model.suggest([WATER])[0]

    assert suggestion.path == ("城市管理", "供水")
    assert suggestion.chances[0] >= suggestion.chances[1] > 0.5
    assert "自来水" in model.reasons(WATER, suggestion.path)


def test_a_message_about_nothing_known_is_left_to_people(trained):
    model, _ = trained

    suggestion = model.suggest([Message("诗词朗诵会", "")])[0]

    assert suggestion.down_to(model.shown_from) == () or suggestion.confidence < 0.8
    assert suggestion.down_to(1.01) == ()


def test_an_empty_message_is_answered_all_the_same(trained):
    model, _ = trained

    (suggestion,) = model.suggest([Message("", "")])

    assert sum(chance for _, chance in suggestion.others) + suggestion.confidence == pytest.approx(
        1
    )


def test_an_unsure_leaf_leaves_the_branch_standing(trained):
    model, _ = trained
    suggestion = model.suggest([Message("小区的事", "水管路面都要修，供水和修路一起")])[0]

    assert suggestion.down_to(suggestion.chances[0])[:1] == suggestion.path[:1]


def test_training_tells_how_good_it_is_on_unseen_cases(trained):
    _, evaluation = trained

    assert evaluation["macro_f1"] > 0.95
    assert {"precision", "recall", "f1", "n"} == set(evaluation["per_class"]["环境保护"])
    assert sum(each["n"] for each in evaluation["per_class"].values()) == 150


def test_one_category_cannot_be_learnt():
    cases = messages(20)
    alone = Cases(cases.messages, [("环境保护",)] * 20, cases.groups)

    with pytest.raises(NotPossible, match="Two categories"):
        training.train(alone)


def test_rare_categories_wait_for_more_cases():
    cases = messages(60)
    paths = [*cases.paths[:-2], ("少见",), ("少见",)]

    model, _ = training.train(Cases(cases.messages, paths, cases.groups))

    assert "少见" not in model.nodes[()].children


def test_nothing_is_learnt_from_cases_without_words():
    bare = replace(messages(20), messages=[Message("", "")] * 20)

    with pytest.raises(NotPossible, match="No word stands in two of the cases"):
        training.train(bare)


@pytest.mark.filterwarnings("error")
def test_cases_that_all_repeat_each_other_are_learnt_with_little_trust():
    model, evaluation = training.train(replace(messages(40), groups=[1] * 40))

    assert model.suggest([WATER])[0].path[0]
    assert evaluation["share_routed_at_97_5_percent"] == 0


def test_folds_need_as_many_messages_that_do_not_repeat_each_other():
    with pytest.raises(NotPossible) as refused:
        training.cross_validate(replace(messages(40), groups=[1, 2] * 20), 3)

    assert refused.value.values == {"folds": 3, "several": 2}


def test_the_best_size_learns_as_well():
    model, _ = training.train(messages(60), "best")

    assert model.suggest([WATER])[0].path[0] == "城市管理"


def test_a_stored_model_suggests_the_same(trained, tmp_path):
    model, evaluation = trained
    asked = list(messages(30, seed=9).messages)

    number = store.save(tmp_path / "model", model, evaluation, now=WHEN)
    again = store.load(tmp_path / "model")

    assert number == 1
    for before, after in zip(model.suggest(asked), again.suggest(asked), strict=True):
        assert before.path == after.path
        assert before.chances == pytest.approx(after.chances, abs=0.01)


def test_suggesting_needs_nothing_of_what_training_needs():
    """The web process stays small: numpy and the segmenter are enough."""
    code = (
        "import sys; from huiying.insight.category import store, keywords; "
        "assert not {'scipy', 'sklearn', 'django'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_newer_version_is_in_use_until_it_is_rolled_back(trained, tmp_path):
    model, evaluation = trained
    for score in (0.9, 0.8):
        store.save(tmp_path, model, evaluation | {"macro_f1": score}, now=WHEN)

    assert [(v.number, v.in_use, v.evaluation["macro_f1"]) for v in store.versions(tmp_path)] == [
        (2, True, 0.8),
        (1, False, 0.9),
    ]
    store.use(tmp_path, 1)
    assert [v.number for v in store.versions(tmp_path) if v.in_use] == [1]
    assert store.save(tmp_path, model, evaluation, now=WHEN) == 3


def test_a_model_that_cannot_be_kept_is_refused_in_a_sentence(trained, tmp_path):
    (tmp_path / "model").write_text("no folder", encoding="utf-8")

    with pytest.raises(NotPossible, match="cannot be written"):
        store.save(tmp_path / "model", *trained, now=WHEN)


def test_a_version_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(NotPossible, match="no version 7"):
        store.use(tmp_path, 7)
    with pytest.raises(NotPossible, match="no trained model"):
        store.load(tmp_path)


def test_a_damaged_model_is_refused(trained, tmp_path):
    store.save(tmp_path, *trained, now=WHEN)
    arrays = tmp_path / "0001" / "arrays.npz"
    arrays.write_bytes(arrays.read_bytes()[:-10])

    with pytest.raises(NotPossible, match="damaged"):
        store.load(tmp_path)


def test_a_description_that_cannot_be_read_is_refused(trained, tmp_path):
    store.save(tmp_path, *trained, now=WHEN)
    (tmp_path / "0001" / "model.json").write_text("{", encoding="utf-8")

    with pytest.raises(NotPossible, match="cannot be read"):
        store.load(tmp_path)


def test_cross_validation_judges_every_case_once():
    found = training.cross_validate(messages(100), 3)

    assert found["accuracy"] > 0.9
    assert sum(each["n"] for each in found["per_class"].values()) == 100
    json.dumps(found)


def test_another_draw_of_the_folds_judges_the_same_cases():
    cases = messages(60)

    drawn = [training.judge_unseen(cases, 3, seed=seed)[0] for seed in (1, 2)]

    assert list(drawn[0].truth) == list(drawn[1].truth) == ["/".join(path) for path in cases.paths]
    assert not np.array_equal(drawn[0].confidence, drawn[1].confidence)


def test_copies_stay_in_one_fold_and_classes_keep_their_shares():
    targets = np.arange(120) % 3
    groups = [n // 2 if n < 40 else n for n in range(120)]

    fold = grouped_folds(targets, groups, 4, np.random.default_rng(1))

    assert all(fold[n] == fold[n + 1] for n in range(0, 40, 2))
    shares = [np.bincount(targets[fold == n], minlength=3) for n in range(4)]
    assert np.abs(np.array(shares) - 10).max() <= 2
    assert sum(len(kept) for _, kept in rounds(fold)) == 120


def test_the_figures_are_those_of_the_book():
    judged = Judged(list("aabb"), list("abbb"), np.array([0.9, 0.6, 0.9, 0.8]))

    found = report(judged, 10)

    assert found["accuracy"] == 0.75
    assert found["per_class"]["a"] == {"precision": 1, "recall": 0.5, "f1": 0.6667, "n": 2}
    assert found["macro_f1"] == pytest.approx((0.6667 + 0.8) / 2, abs=1e-4)
    assert threshold(judged, 1.0) == 0.8
    assert threshold(Judged(["a"], ["b"], np.array([0.9]))) > 1


def test_confidence_that_keeps_its_word_has_no_calibration_error():
    confidence = np.full(10, 0.8)
    right = np.array([True] * 8 + [False] * 2)

    assert calibration_error(confidence, right) == pytest.approx(0)
    assert calibration_error(confidence, ~right) == pytest.approx(0.6)
