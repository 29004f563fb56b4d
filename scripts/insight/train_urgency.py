"""Learns huiying/insight/urgency/weights.tsv from the invented sentences beside this script.

python scripts/insight/train_urgency.py [--check]

The same sentences and the same libraries give the same file, byte by byte; --check says whether they
do. Prints how well kinds of situations are found that were wholly left out when learning.
"""

import argparse
import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from huiying.insight.urgency import Level
from huiying.insight.urgency.likely import LENGTH, WEIGHTS, grams, plain, stretches
from huiying.insight.urgency.weighing import named_in

CORPUS = Path(__file__).with_name("urgency")
STRENGTH, OUTAGE_STRENGTH = 8.0, 8.0
"""How freely weights may grow (C of the regression)."""
ROUNDS = 3
"""Of a message of danger only the worst stretch is danger; found by learning, choosing, learning again."""
FEWEST = 2
"""Stretches in which a pair must stand to be known."""
PARTS = 11
"""Parts into which the kinds of situations are dealt when each is left out once."""
RECALL = 0.95
"""This share of the urgent sentences of kinds left out must be raised by lists or model: the threshold
follows from it."""

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Sentence:
    """An invented message: the kind of situation it belongs to, its level (0, 1, 2)."""

    kind: str
    level: int
    stretches: tuple[str, ...]
    is_named: bool
    """The lists raise it without the model."""


def corpus() -> list[Sentence]:
    """All sentences in the order of files and lines."""
    found, kind = [], ""
    for file in sorted(CORPUS.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                kind = line[2:]
            elif line:
                level, text = line.split("\t", 1)
                same = plain(text)
                parts = tuple(same[start:end] for start, end in stretches(same))
                is_named = named_in("", text).level is not Level.NONE
                found.append(Sentence(kind, int(level), parts, is_named))
    return found


def digest() -> str:
    """Of the corpus, to tell whether the weights are of these sentences."""
    total = hashlib.sha256()
    for file in sorted(CORPUS.glob("*.tsv")):
        total.update(file.read_bytes())
    return total.hexdigest()[:16]


@dataclass
class Learned:
    """Known pairs with how rare they are, and the two regressions."""

    rare: dict[str, float]
    danger: Array = field(default_factory=lambda: np.zeros(0))
    danger_bias: float = 0.0
    outage: Array = field(default_factory=lambda: np.zeros(0))
    outage_bias: float = 0.0

    def rows(self, parts: Sequence[str]) -> sp.csr_matrix:
        """A row a stretch, of length one."""
        place = {gram: number for number, gram in enumerate(self.rare)}
        rarities = list(self.rare.values())
        starts, columns, values = [0], [], []
        for part in parts:
            known = sorted(place[gram] for gram in set(grams(part)) if gram in place)
            weights = [rarities[number] for number in known]
            length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
            columns += known
            values += [weight / length for weight in weights]
            starts.append(len(columns))
        return sp.csr_matrix((values, columns, starts), shape=(len(parts), len(self.rare)))

    def scores(self, sentences: Sequence[Sentence]) -> Array:
        """The greatest of a sentence's stretches, less for many of them."""
        parts = [part for each in sentences for part in each.stretches]
        all_scores = self.rows(parts) @ self.danger + self.danger_bias
        found, start = [], 0
        for each in sentences:
            end = start + len(each.stretches)
            found.append(float(all_scores[start:end].max()) - LENGTH * math.log(end - start))
            start = end
        return np.array(found)


def learn(sentences: Sequence[Sentence]) -> Learned:
    """Danger against the rest, then outage against danger."""
    parts = [part for each in sentences for part in each.stretches]
    owner = np.repeat(np.arange(len(sentences)), [len(each.stretches) for each in sentences])
    counts = Counter(gram for part in parts for gram in set(grams(part)))
    known = sorted(gram for gram, count in counts.items() if count >= FEWEST)
    rare = {gram: 1 + math.log((1 + len(parts)) / (1 + counts[gram])) for gram in known}
    mean = sum(rare.values()) / len(rare)
    learned = Learned({gram: round(value / mean, 2) for gram, value in rare.items()})
    rows = learned.rows(parts)
    levels = np.array([each.level for each in sentences])[owner]
    weights = np.where(levels > 0, 1 / np.bincount(owner)[owner], 1.0)
    chosen = np.ones(len(parts), bool)
    for _ in range(ROUNDS):
        model = LogisticRegression(C=STRENGTH, max_iter=500)
        model.fit(rows[chosen], levels[chosen] > 0, sample_weight=weights[chosen])
        chosen = _worst(model.decision_function(rows), owner, levels)
        weights = np.ones(len(parts))
    learned.danger, learned.danger_bias = model.coef_[0], float(model.intercept_[0])
    urgent = chosen & (levels > 0)
    model = LogisticRegression(C=OUTAGE_STRENGTH, max_iter=500)
    model.fit(rows[urgent], levels[urgent] == 2)
    learned.outage, learned.outage_bias = model.coef_[0], float(model.intercept_[0])
    return learned


def _worst(scores: Array, owner: Array, levels: Array) -> Array:
    """Every stretch of ordinary messages; of the others the one that sounds worst."""
    best: dict[int, int] = {}
    for number, (whose, score) in enumerate(zip(owner, scores, strict=True)):
        if levels[number] and (whose not in best or score > scores[best[whose]]):
            best[int(whose)] = number
    chosen = levels == 0
    chosen[list(best.values())] = True
    return np.asarray(chosen)


def left_out(sentences: Sequence[Sentence]) -> Array:
    """The score of each sentence by a model that has seen nothing of its kind of situation."""
    kinds = sorted({each.kind for each in sentences})
    scores = np.zeros(len(sentences))
    for part in range(PARTS):
        out = set(kinds[part::PARTS])
        apart = [number for number, each in enumerate(sentences) if each.kind in out]
        model = learn([each for each in sentences if each.kind not in out])
        scores[apart] = model.scores([sentences[number] for number in apart])
    return scores


def file_of(learned: Learned, threshold: float) -> str:
    """The weights as the package reads them, in hundredths."""
    heads = (learned.danger_bias, learned.outage_bias, threshold)
    lines = ["\t".join([*(str(_hundredths(value)) for value in heads), digest()])]
    for number, (gram, rare) in enumerate(learned.rare.items()):
        danger = _hundredths(learned.danger[number] * rare)
        outage = _hundredths(learned.outage[number] * rare)
        lines.append(f"{gram}\t{danger}\t{outage}\t{_hundredths(rare)}")
    return "\n".join(lines) + "\n"


def _hundredths(value: float) -> int:
    return round(100 * float(value))


@dataclass(frozen=True)
class LeftOut:
    """How well kinds of situations never seen are told apart, at the threshold that follows from it."""

    threshold: float
    kinds: int
    recall: float
    precision: float
    everyday: float
    """Share of the everyday troubles that were raised."""


def kinds_left_out(sentences: Sequence[Sentence]) -> LeftOut:
    """Each kind judged by the lists and a model that has not seen it."""
    named = np.array([each.is_named for each in sentences])
    scores = np.where(named, np.inf, left_out(sentences))
    urgent = np.array([each.level > 0 for each in sentences])
    everyday = np.array([each.kind.startswith(("everyday", "oral")) for each in sentences])
    threshold = float(np.quantile(scores[urgent], 1 - RECALL, method="lower"))
    raised = scores >= threshold
    return LeftOut(
        threshold,
        len({each.kind for each in sentences}),
        float(raised[urgent].mean()),
        float(urgent[raised].mean()),
        float(raised[everyday].mean()),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    is_check = parser.parse_args().check
    sentences = corpus()
    found = kinds_left_out(sentences)
    print(f"{len(sentences)} sentences of {found.kinds} kinds.")
    print(f"Kinds left out: recall {found.recall:.3f}, precision {found.precision:.3f}.")
    text = file_of(learn(sentences), found.threshold)
    if is_check:
        print("the same" if text == WEIGHTS.read_text(encoding="utf-8") else "DIFFERENT")
    else:
        WEIGHTS.write_text(text, encoding="utf-8")
        print(f"{WEIGHTS.name}: {len(text.encode()) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
