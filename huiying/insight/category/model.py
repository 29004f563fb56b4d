"""A trained category model: it suggests a path of the tree, says how sure it is, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from huiying.insight.category import meaning
from huiying.insight.category.features import AT_ONCE, Counts, Floats, Ints, Vocabulary
from huiying.insight.category.linear import Calibration, Chances, Linear
from huiying.insight.category.paths import Path, Suggestion, likely
from huiying.insight.message import Message

MOST_REASONS = 5
OTHERS = 3


@dataclass(frozen=True)
class Node:
    """One fork of the tree: what it chooses between, and by what."""

    children: tuple[str, ...]
    linear: Linear
    calibration: Calibration
    likeness: meaning.Likeness | None = None

    def chances(self, counts: Counts, values: Floats, messages: Sequence[Message] = ()) -> Chances:
        """Of counted messages; they themselves are asked for where their meaning counts."""
        scores = self.linear.scores(counts, values)
        if self.likeness is not None:
            scores += self.likeness.scores(meaning.vectors(messages))
        return self.calibration.chances(scores)


@dataclass(frozen=True)
class Model:
    size: str
    vocabulary: Vocabulary
    nodes: Mapping[Path, Node]
    shown_from: float
    """Below this chance the model abstains."""
    routed_from: float
    """From this chance on nearly all (evaluation.AIMED_RIGHT) were right; above 1 means never."""

    def suggest(self, messages: Sequence[Message]) -> list[Suggestion]:
        """A suggestion for each message."""
        found: list[Suggestion] = []
        for start in range(0, len(messages), AT_ONCE):
            found.extend(self._suggested(messages[start : start + AT_ONCE]))
        return found

    def reasons(self, message: Message, path: Path, most: int = MOST_REASONS) -> list[str]:
        """The terms of the message that speak most for this first-level category."""
        node = self.nodes[()]
        counts = self.vocabulary.count([message])
        values = self.vocabulary.weigh(counts)
        scores = node.linear.scores(counts, values)[0]
        chosen = node.children.index(path[0])
        rival = max((n for n in range(len(scores)) if n != chosen), key=lambda n: float(scores[n]))
        features, shares = node.linear.shares(counts, values, chosen, rival)
        order = np.argsort(-shares, kind="stable")
        names = [self.vocabulary.names[features[n]][1:] for n in order if shares[n] > 0]
        return _distinct(names, most)

    def likely(self, message: Message, deepest: int = 9) -> list[tuple[Path, float]]:
        """The three likeliest paths down to the ends of the tree, with their chances."""
        counts = self.vocabulary.count([message])
        values = self.vocabulary.weigh(counts)

        def chances_at(path: Path) -> list[tuple[str, float]]:
            node = self.nodes.get(path)
            if node is None:
                return []
            chances = node.chances(counts, values, [message])[0].tolist()
            return sorted(zip(node.children, chances, strict=True), key=lambda each: -each[1])

        return likely(chances_at, deepest)

    def _suggested(self, messages: Sequence[Message]) -> list[Suggestion]:
        counts = self.vocabulary.count(messages)
        chances = self.nodes[()].chances(counts, self.vocabulary.weigh(counts), messages)
        firsts = self.nodes[()].children
        paths: list[Path] = [(firsts[best],) for best in chances.argmax(axis=1)]
        levels: list[tuple[float, ...]] = [(float(chance),) for chance in chances.max(axis=1)]
        self._descend(counts, paths, levels)
        return [
            Suggestion(path, level, other)
            for path, level, other in zip(paths, levels, _others(firsts, chances), strict=True)
        ]

    def _descend(self, counts: Counts, paths: list[Path], levels: list[tuple[float, ...]]) -> None:
        """Go down from each path as long as there are forks, one level after the other."""
        waiting = [row for row, path in enumerate(paths) if path in self.nodes]
        while waiting:
            for path in sorted({paths[row] for row in waiting}):
                rows = np.array([row for row in waiting if paths[row] == path])
                self._step_down(counts.take(rows), rows, path, (paths, levels))
            waiting = [row for row in waiting if paths[row] in self.nodes]

    def _step_down(
        self,
        counts: Counts,
        rows: Ints,
        path: Path,
        found: tuple[list[Path], list[tuple[float, ...]]],
    ) -> None:
        node = self.nodes[path]
        chances = node.chances(counts, self.vocabulary.weigh(counts))
        for row, best, chance in zip(
            rows, chances.argmax(axis=1), chances.max(axis=1), strict=True
        ):
            found[0][row] = (*path, node.children[best])
            found[1][row] = (*found[1][row], found[1][row][-1] * float(chance))


def _others(names: Sequence[str], chances: Chances) -> list[tuple[tuple[str, float], ...]]:
    """Of every row the likeliest but the first; names are in the order of the alphabet."""
    order = np.argsort(-chances, axis=1, kind="stable")[:, 1 : OTHERS + 1]
    told = np.take_along_axis(chances, order, axis=1).tolist()
    return [
        tuple((names[n], chance) for n, chance in zip(row, values, strict=True))
        for row, values in zip(order.tolist(), told, strict=True)
    ]


def _distinct(names: Sequence[str], most: int) -> list[str]:
    """Terms people can read: two characters or more, none inside another."""
    told: list[str] = []
    for name in (name.replace("_", "") for name in names):
        if len(name) > 1 and not any(name in other or other in name for other in told):
            told.append(name)
        if len(told) == most:
            break
    return told
