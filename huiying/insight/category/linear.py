"""Judging by one linear model a node of the tree, and how sure one may be of its scores."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiying.insight.category.features import Counts, Floats, Ints

Scores = NDArray[np.float64]
Chances = NDArray[np.float64]


@dataclass(frozen=True)
class Linear:
    """Scores of a message: intercept + sum of value x weight over its features, for each class."""

    own: Ints  # the features it looks at, rising
    weights: Floats  # classes x own features
    intercepts: Floats

    def scores(self, counts: Counts, values: Floats) -> Scores:
        """Messages x classes, of counted messages and the values of their entries."""
        rows, place, values = self._known(counts, values)
        columns = [
            np.bincount(rows, weights=values * weight[place], minlength=len(counts)) + intercept
            for weight, intercept in zip(self.weights, self.intercepts, strict=True)
        ]
        return np.stack(columns, axis=1)

    def shares(self, counts: Counts, values: Floats, one: int, other: int) -> tuple[Ints, Floats]:
        """Of one message: its features, and how far each speaks for class `one` against `other`."""
        _, place, values = self._known(counts, values)
        return self.own[place], values * (self.weights[one] - self.weights[other])[place]

    def _known(self, counts: Counts, values: Floats) -> tuple[Ints, Ints, Floats]:
        """Row, place among the own features, and value of each entry that it looks at."""
        if not len(self.own):
            return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32)
        if self.own[-1] == len(self.own) - 1:  # all features up to there
            place = np.minimum(counts.features, len(self.own) - 1)
        else:
            place = np.minimum(np.searchsorted(self.own, counts.features), len(self.own) - 1)
        known = self.own[place] == counts.features
        return counts.rows[known], place[known], values[known]


@dataclass(frozen=True)
class Calibration:
    """probability = softmax(factor x score + what all scores say for the class besides + its constant)."""

    factor: float
    constants: NDArray[np.float64]
    mix: NDArray[np.float64]  # from class (row) to class (column)

    def chances(self, scores: Scores) -> Chances:
        return softmax(self.factor * scores + scores @ self.mix + self.constants)


def softmax(scores: Scores) -> Chances:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
