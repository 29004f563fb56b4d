"""Training on decided cases, and measuring on cases that were kept apart."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from huiying.insight.category import alike, meaning
from huiying.insight.category.cases import Cases
from huiying.insight.category.evaluation import Judged, report, threshold
from huiying.insight.category.features import SIZES, Counts, Ints, Vocabulary, learn
from huiying.insight.category.fitting import TEACHERS, Teacher, calibrate, fit
from huiying.insight.category.linear import Linear, Scores
from huiying.insight.category.model import Model, Node
from huiying.insight.category.paths import Path, Suggestion
from huiying.insight.folds import grouped_folds, rounds
from huiying.insight.message import Message
from huiying.lib.errors import NotPossible, gettext_noop

LEAST = 5  # cases of a category before it is learnt
INNER_FOLDS = 3  # for calibration
SHOWN_FROM = 0.5
SAMPLE = 1_000  # messages that speed is measured on
SEED = 2020
BY_MEANING = frozenset({"best"})  # sizes that read it


def train(cases: Cases, size: str = "small") -> tuple[Model, dict[str, object]]:
    """A calibrated model, and how it does on cases it had not seen (first level, grouped folds).

    Raises NotPossible where there are not two categories of at least `LEAST` cases.
    """
    forked = forks(cases.paths)
    if () not in forked:
        raise NotPossible(
            gettext_noop("Two categories of at least %(least)s decided cases each are needed."),
            least=LEAST,
        )
    cases = meant(cases, size)
    counts, vocabulary = learn(cases.messages, SIZES[size])
    if not vocabulary.names:
        raise NotPossible(
            gettext_noop("No word stands in two of the cases: there is nothing to learn from.")
        )
    trainer = _Trainer(cases, vocabulary, counts, TEACHERS[size])
    nodes = {path: trainer.node(path) for path in forked}
    judged = trainer.judged()
    model = Model(size, vocabulary, nodes, SHOWN_FROM, threshold(judged))
    return model, report(judged, _speed(model, cases.messages[:SAMPLE]))


def meant(cases: Cases, size: str) -> Cases:
    """The cases with the vectors of their meaning, where this size reads it."""
    if cases.vectors is not None or size not in BY_MEANING:
        return cases
    return replace(cases, vectors=meaning.vectors(cases.messages))


def _speed(model: Model, messages: Sequence[Message]) -> float:
    return len(messages) / timed(model, messages)[1]


def timed(model: Model, messages: Sequence[Message]) -> tuple[list[Suggestion], float]:
    """Suggestions, and the seconds one core was busy from the texts to them (once made ready)."""
    model.suggest(messages[:1])
    began = time.process_time()
    suggestions = model.suggest(messages)
    return suggestions, max(time.process_time() - began, 1e-9)


def forks(paths: Sequence[Path]) -> list[Path]:
    """The nodes of the tree with at least two children of `LEAST` cases or more, top down."""
    below = Counter(path[:depth] for path in paths for depth in range(1, len(path) + 1))
    ways = Counter(path[:-1] for path, cases in below.items() if cases >= LEAST)
    return sorted((path for path, count in ways.items() if count > 1), key=lambda p: (len(p), p))


def cross_validate(cases: Cases, folds: int, size: str = "small") -> dict[str, object]:
    """Train and judge `folds` times; every case is judged by a model that saw none of its copies.

    Raises NotPossible where there are not as many messages that are no copies of each other.
    """
    judged, seconds = judge_unseen(cases, folds, size)
    return report(judged, len(judged.said) / seconds)


def judge_unseen(
    cases: Cases, folds: int, size: str = "small", seed: int = SEED
) -> tuple[Judged, float]:
    """What is said of every case by a model that saw none of its copies, and the seconds it took.

    `seed` draws the folds. Raises NotPossible as `cross_validate` does.
    """
    if (several := len(set(cases.groups))) < folds:
        raise NotPossible(
            gettext_noop(
                "%(folds)s folds need as many messages that do not repeat each other; there are %(several)s."
            ),
            folds=folds,
            several=several,
        )
    said: list[str] = [""] * len(cases.paths)
    confidence = np.zeros(len(said))
    firsts = sorted(set(cases.paths))
    targets = np.array([firsts.index(path) for path in cases.paths])
    seconds = 0.0
    split = grouped_folds(targets, cases.groups, folds, np.random.default_rng(seed))
    cases = meant(cases, size)  # once, not once a fold
    for learnt, kept in rounds(split):
        model, _ = train(cases.take(learnt), size)
        suggestions, busy = timed(model, [cases.messages[row] for row in kept])
        seconds += busy
        for row, suggestion in zip(kept, suggestions, strict=True):
            path = suggestion.path[: len(cases.paths[row])]
            said[row] = "/".join(path)
            confidence[row] = suggestion.chances[len(path) - 1]
    truth = ["/".join(path) for path in cases.paths]
    return Judged(truth, said, confidence), seconds


def judge(model: Model, messages: Sequence[Message], paths: Sequence[Path]) -> dict[str, object]:
    """How a trained model does on cases that it was not trained on, as deep as they are labelled."""
    suggestions, seconds = timed(model, messages)
    said = [each.path[: len(path)] for each, path in zip(suggestions, paths, strict=True)]
    confidence = [each.chances[len(path) - 1] for each, path in zip(suggestions, said, strict=True)]
    judged = Judged(
        ["/".join(path) for path in paths], ["/".join(path) for path in said], np.array(confidence)
    )
    return report(judged, len(messages) / seconds)


class _Trainer:
    """Fits the forks of one tree on the same counted cases."""

    def __init__(
        self, cases: Cases, vocabulary: Vocabulary, counts: Counts, teachers: Sequence[Teacher]
    ) -> None:
        self.cases = cases
        self.teachers = teachers
        self.vocabulary = vocabulary
        self.counts = counts
        self.unseen: dict[Path, tuple[Ints, Ints, Scores]] = {}
        """For each fork its cases, their classes, and their scores by models that had not seen them."""
        self.names: dict[Path, tuple[str, ...]] = {}

    def node(self, path: Path) -> Node:
        rows, targets, names = self._of_fork(path)
        counts = self.counts.take(rows)
        groups = [self.cases.groups[row] for row in rows]
        every = self.cases.vectors
        vectors = None if path or every is None else every[rows]  # the first level alone
        scores = np.zeros((len(rows), len(names)))
        fold = grouped_folds(targets, groups, INNER_FOLDS, np.random.default_rng(SEED))
        for learnt, kept in rounds(fold):
            part = counts.take(learnt)
            linear = self._fit(part, targets[learnt], len(names))
            judged = counts.take(kept)
            scores[kept] = linear.scores(judged, self.vocabulary.weigh(judged))
            if vectors is not None:
                likeness = alike.learn(vectors[learnt], targets[learnt], len(names))
                scores[kept] += likeness.scores(vectors[kept])
        self.unseen[path] = (fold, targets, scores)
        self.names[path] = names
        linear = self._fit(counts, targets, len(names))
        whole = None if vectors is None else alike.learn(vectors, targets, len(names))
        return Node(names, linear, calibrate(scores, targets), whole)

    def _fit(self, counts: Counts, targets: Ints, classes: int) -> Linear:
        return fit(counts, self.vocabulary, targets, classes, self.teachers)

    def _of_fork(self, path: Path) -> tuple[Ints, Ints, tuple[str, ...]]:
        """The cases below a fork, the number of the child each went to, the children."""
        depth = len(path)
        below = {
            row: each[depth]
            for row, each in enumerate(self.cases.paths)
            if len(each) > depth and each[:depth] == path
        }
        often = Counter(below.values())
        names = tuple(sorted(name for name, cases in often.items() if cases >= LEAST))
        rows = [row for row, name in below.items() if name in names]
        targets = [names.index(below[row]) for row in rows]
        return np.array(rows), np.array(targets), names

    def judged(self) -> Judged:
        """The first level on unseen cases; calibrated on the other folds, so honest throughout."""
        fold, targets, scores = self.unseen[()]
        names = self.names[()]
        chances = np.zeros_like(scores)
        for others, kept in rounds(fold):
            chances[kept] = calibrate(scores[others], targets[others]).chances(scores[kept])
        truth = [names[target] for target in targets]
        said = [names[best] for best in chances.argmax(axis=1)]
        return Judged(truth, said, chances.max(axis=1))
