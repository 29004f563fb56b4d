"""Fitting one linear model: log-count ratios as weights, support vectors on top; then calibration.

Each class's features are first scaled by how much likelier they are inside the class than outside
(Wang and Manning 2012, NBSVM), then a linear support vector machine learns the class against the
rest. Several teachers do so in their own ways; all fold into one weight a class and feature, so
that judging is one sum, whoever taught.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags
from sklearn.svm import LinearSVC

from huiying.insight.category.features import Counts, Floats, Ints, Vocabulary
from huiying.insight.category.linear import Calibration, Linear, Scores

LENGTH = 1.7  # mean length of a scaled message; fixes the scale that COST works on
COST = 0.5
TOLERANCE = 1e-2
SEED = 2020
PULL = 1e-3  # of the calibration's constants towards zero …
PULL_MIX, FEW = (
    0.03,
    2_000,
)  # … and of what scores say for other classes, more where messages are few


@dataclass(frozen=True)
class Teacher:
    """A way to learn: which blocks to look at, and how ratios scale their features."""

    letters: str
    power: float  # of the ratios; 0 would be a plain support vector machine
    smoothing: float  # added to each count before ratios are taken
    presence: bool = False  # ratios of how many messages have a feature, not of its values
    voice: float = 1.0  # how much its scores count
    pairs: bool = False  # each class against each other one, not against all the rest


BY_VALUES = Teacher("wc", power=0.7, smoothing=0.3)
BY_PRESENCE = Teacher("wc", power=1.0, smoothing=1.0, presence=True)
BY_PARTS = Teacher("sc", power=0.7, smoothing=0.3)
BY_PAIRS = Teacher("sc", power=0.7, smoothing=0.3, pairs=True)
BY_CHARACTERS = Teacher("dc", power=0.5, smoothing=0.3)
TEACHERS: Mapping[str, Sequence[Teacher]] = {
    "small": (BY_VALUES,),
    "best": (BY_VALUES, BY_PRESENCE, BY_PARTS, BY_PAIRS, BY_CHARACTERS),
}


def fit(
    counts: Counts,
    vocabulary: Vocabulary,
    targets: Ints,
    classes: int,
    teachers: Sequence[Teacher],
) -> Linear:
    """Train on messages whose classes are `targets`, numbers below `classes` (at least 2)."""
    own, place = np.unique(counts.features, return_inverse=True)
    shape = (len(counts), len(own))
    matrix = csr_matrix((vocabulary.weigh(counts), place, counts.starts), shape=shape)
    letters = vocabulary.letters[own]
    weights = np.zeros((classes, len(own)), dtype=np.float32)
    intercepts = np.zeros(classes, dtype=np.float32)
    for teacher in teachers:
        seen = np.flatnonzero(np.isin(letters, list(teacher.letters)))
        part = matrix[:, seen].tocsr()
        for number, weight, intercept in _taught(part, targets, classes, teacher):
            weights[number, seen] += teacher.voice * weight
            intercepts[number] += teacher.voice * intercept
    return Linear(own, weights, intercepts)


def _taught(
    matrix: csr_matrix, targets: Ints, classes: int, teacher: Teacher
) -> Iterator[tuple[int, Floats, float]]:
    """Parts of the weights and intercept of each class, to be added up."""
    if classes > 2 and not teacher.pairs:
        for number in range(classes):
            yield number, *_against_rest(matrix, targets == number, teacher)
        return
    share = np.float32(1 / max(classes - 1, 1))
    for one, other in combinations(range(classes), 2):
        rows = np.flatnonzero((targets == one) | (targets == other))
        weight, intercept = _against_rest(matrix[rows], targets[rows] == one, teacher)
        weight, intercept = weight * share, intercept * float(share)
        yield one, weight, intercept
        yield other, -weight, -intercept


def _against_rest(
    matrix: csr_matrix, inside: NDArray[np.bool_], teacher: Teacher
) -> tuple[Floats, float]:
    if inside.all() or not inside.any() or not matrix.shape[1]:  # a fold may lack a rare class
        return np.zeros(matrix.shape[1], dtype=np.float32), 1.0 if inside.all() else -1.0
    ratios = _log_count_ratios(matrix, inside, teacher) ** teacher.power
    scaled = (matrix @ diags(ratios)).tocsr()
    length = float(np.sqrt(scaled.multiply(scaled).sum(axis=1)).mean()) or 1.0
    scaled.data *= LENGTH / length
    machine = LinearSVC(C=COST, tol=TOLERANCE, random_state=SEED).fit(scaled, inside)
    weight = machine.coef_[0] * ratios * (LENGTH / length)
    return weight.astype(np.float32), float(machine.intercept_[0])


def _log_count_ratios(
    matrix: csr_matrix, inside: NDArray[np.bool_], teacher: Teacher
) -> NDArray[np.float64]:
    """How many times likelier a feature is inside the class than outside, or the reverse: |ln|."""
    counted = (matrix > 0).astype(np.float32) if teacher.presence else matrix
    of_class = teacher.smoothing + np.asarray(counted[inside].sum(axis=0)).ravel()
    of_others = teacher.smoothing + np.asarray(counted[~inside].sum(axis=0)).ravel()
    ratios = np.log(of_class / of_class.sum()) - np.log(of_others / of_others.sum())
    return np.asarray(np.abs(ratios))


def calibrate(scores: Scores, targets: Ints) -> Calibration:
    """Fit, by maximum likelihood, on scores of messages that the model was not trained on.

    One factor and one constant a class (temperature and bias; Guo et al. 2017), and a small table of
    what the score of each class says for the others, the nearer to nothing the fewer the messages.
    """
    classes = scores.shape[1]
    if not len(scores):  # all cases repeat each other, so none is left to learn from
        return Calibration(1.0, np.zeros(classes), np.zeros((classes, classes)))
    truth = np.eye(classes)[targets]
    pull = PULL_MIX * (1 + FEW / len(scores))

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        now = _calibration(values, classes)
        chances = now.chances(scores)
        surprise = -np.log(np.maximum(chances[truth > 0], 1e-12)).mean()
        off = (chances - truth) / len(scores)
        slopes = (
            [now.factor * (off * scores).sum()],
            off.sum(axis=0) + 2 * PULL * now.constants,
            (scores.T @ off + 2 * pull * now.mix).ravel(),
        )
        pulled = PULL * (now.constants**2).sum() + pull * (now.mix**2).sum()
        return float(surprise + pulled), np.concatenate(slopes)

    start = np.zeros(1 + classes + classes**2)
    return _calibration(minimize(loss, start, jac=True, method="L-BFGS-B").x, classes)


def _calibration(values: NDArray[np.float64], classes: int) -> Calibration:
    mix = values[1 + classes :].reshape(classes, classes)
    return Calibration(float(np.exp(values[0])), values[1 : 1 + classes], mix)
