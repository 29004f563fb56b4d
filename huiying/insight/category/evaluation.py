"""How good suggestions are: the figures that are printed, stored beside a model and published."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AIMED_RIGHT = 0.975  # share right among the messages that are routed alone
BINS = 15


@dataclass(frozen=True)
class Judged:
    """Messages of known category: what was said of each, and how sure."""

    truth: Sequence[str]
    said: Sequence[str]
    confidence: NDArray[np.float64]

    @property
    def right(self) -> NDArray[np.bool_]:
        return np.array([a == b for a, b in zip(self.truth, self.said, strict=True)], dtype=bool)


def report(judged: Judged, docs_per_second: float) -> dict[str, object]:
    """macro_f1 over the categories that occur, and the other figures; shares from 0 to 1."""
    labels = sorted(set(judged.truth))
    per_class = {label: _of_class(judged, label) for label in labels}
    return {
        "macro_f1": round(float(np.mean([each["f1"] for each in per_class.values()])), 4),
        "accuracy": round(float(judged.right.mean()), 4),
        "per_class": {
            label: {key: round(value, 4) for key, value in each.items()}
            for label, each in per_class.items()
        },
        "docs_per_second": round(docs_per_second, 1),
        "calibration_error": round(calibration_error(judged.confidence, judged.right), 4),
        "right_of_surest_80_percent": round(right_of_surest(judged, 0.8), 4),
        "share_routed_at_97_5_percent": round(
            float((judged.confidence >= threshold(judged)).mean()), 4
        ),
    }


def _of_class(judged: Judged, label: str) -> dict[str, float]:
    truth = np.array([each == label for each in judged.truth])
    said = np.array([each == label for each in judged.said])
    hits = int((truth & said).sum())
    precision = hits / max(int(said.sum()), 1)
    recall = hits / max(int(truth.sum()), 1)
    f1 = 2 * hits / max(int(said.sum() + truth.sum()), 1)
    return {"precision": precision, "recall": recall, "f1": f1, "n": int(truth.sum())}


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Expected calibration error: mean gap between confidence and share right, in equal bins."""
    number = np.minimum((confidence * BINS).astype(int), BINS - 1)
    sums = np.bincount(number, weights=confidence, minlength=BINS)
    rights = np.bincount(number, weights=right.astype(float), minlength=BINS)
    return float(np.abs(sums - rights).sum() / max(len(confidence), 1))


def right_of_surest(judged: Judged, share: float) -> float:
    """The share right among the surest `share` of the messages."""
    surest = np.argsort(-judged.confidence, kind="stable")[: int(np.ceil(share * len(judged.said)))]
    return float(judged.right[surest].mean())


def threshold(judged: Judged, aim: float = AIMED_RIGHT) -> float:
    """The lowest confidence from which on at least `aim` are right; 1.01 (never) if there is none."""
    order = np.argsort(-judged.confidence, kind="stable")
    rights = np.cumsum(judged.right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(rights >= aim)
    return float(judged.confidence[order[enough[-1]]]) if len(enough) else 1.01
