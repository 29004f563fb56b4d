"""Cold start: suggestions from the names in the category tree alone, before any case is decided.

Each category stands for the pairs of characters in its own name and the names below it; pairs that
many sisters share count little (TF-IDF over sisters). A message goes where its pairs point.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt

from huiying.insight.category.paths import Path, Suggestion, likely
from huiying.insight.message import Message, normalise
from huiying.lib.text import bigrams

OWN_NAME = 3  # a category's own name counts as often as three names of leaves
INNER_NAME = 2
TITLE, DETAIL = 2.0, 0.5
MOST_CHARACTERS = 400  # of a detail
SAYS_NOTHING = frozenset(["其他", "其它", "管理", "监管", "问题"])

Weights = Mapping[str, Mapping[str, float]]
"""Pair of characters → child → weight."""


@dataclass(frozen=True)
class Keywords:
    """A tree, given by the paths of its leaves (inner nodes may be given as well)."""

    tree: Sequence[Path]

    @cached_property
    def forks(self) -> Mapping[Path, Weights]:
        parts = {path[:depth] for path in self.tree for depth in range(len(path))}
        found = {part: self._children(part) for part in parts}
        return {part: _weights(names) for part, names in found.items() if len(names) > 1}

    def suggest(self, message: Message) -> Suggestion | None:
        """The path the message's own words point to; None if they point nowhere.

        The chances are shares of the points, not calibrated: nothing is known yet to learn them
        from.
        """
        pairs = _pairs(message)
        path: Path = ()
        chances: list[float] = []
        others: list[tuple[str, float]] = []
        while path in self.forks:
            ranked = _ranked(self.forks[path], pairs)
            if not ranked:
                break
            others = others or ranked[1:4]
            chances.append((chances[-1] if chances else 1.0) * ranked[0][1])
            path = (*path, ranked[0][0])
        return Suggestion(path, tuple(chances), tuple(others)) if path else None

    def likely(self, message: Message, deepest: int = 9) -> list[tuple[Path, float]]:
        """The three paths that most points lead to, with the shares of the points."""
        pairs = _pairs(message)
        forks = self.forks
        return likely(lambda path: _ranked(forks[path], pairs) if path in forks else [], deepest)

    def reasons(self, message: Message, path: Path, most: int = 5) -> list[str]:
        """The pairs of characters that point to this first-level category."""
        weights = self.forks[()]
        shares = {
            pair: times * weights[pair].get(path[0], 0)
            for pair, times in _pairs(message).items()
            if pair in weights
        }
        ranked = sorted(shares, key=lambda pair: (-shares[pair], pair))
        return [pair for pair in ranked[:most] if shares[pair] > 0]

    def _children(self, part: Path) -> dict[str, Counter[str]]:
        """For every child the names it stands for, with how much each counts."""
        depth = len(part)
        names: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for path in self.tree:
            if len(path) > depth and path[:depth] == part:
                below = path[depth + 1 :]
                counted = dict.fromkeys(below[:-1], INNER_NAME) | dict.fromkeys(below[-1:], 1)
                names[path[depth]] |= Counter(counted | {path[depth]: OWN_NAME})
        return dict(names)


def _weights(names: Mapping[str, Counter[str]]) -> Weights:
    """TF-IDF over sisters, each child's weights brought to the same length."""
    counted = {child: _counted(own) for child, own in names.items()}
    have = Counter(pair for pairs in counted.values() for pair in pairs)
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for child, pairs in counted.items():
        weights = {
            pair: (1 + log(times)) * log(1 + len(names) / have[pair]) ** 2
            for pair, times in pairs.items()
        }
        length = sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        for pair, weight in weights.items():
            found[pair][child] = weight / length
    return dict(found)


def _counted(names: Counter[str]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for name, weight in names.items():
        for pair in bigrams(name):
            if pair not in SAYS_NOTHING:
                counted[pair] += weight
    return counted


def _pairs(message: Message) -> dict[str, float]:
    """The message's pairs of characters with how much each counts."""
    parts = (
        (normalise(message.title), TITLE),
        (normalise(message.detail)[:MOST_CHARACTERS], DETAIL),
    )
    found: defaultdict[str, float] = defaultdict(float)
    for text, weight in parts:
        plain = text.replace(" ", "")
        for pair, times in Counter(plain[i : i + 2] for i in range(len(plain) - 1)).items():
            found[pair] += weight * (1 + log(times))
    return found


def _ranked(weights: Weights, pairs: Mapping[str, float]) -> list[tuple[str, float]]:
    """The children with points, most first, as shares of all points."""
    points: defaultdict[str, float] = defaultdict(float)
    for pair, times in pairs.items():
        for child, weight in weights.get(pair, {}).items():
            points[child] += times * weight
    total = sum(points.values())
    order = sorted(points, key=lambda child: (-points[child], child))
    return [(child, points[child] / total) for child in order]


def surest(suggestions: Iterable[Suggestion | None], share: float) -> dict[int, str]:
    """The first-level categories of the surest `share` of the messages of each, by their place."""
    found: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
    for place, suggestion in enumerate(suggestions):
        if suggestion:
            rival = suggestion.others[0][1] if suggestion.others else 0.0
            margin = suggestion.confidence - rival
            found[suggestion.path[0]].append((-margin, place))
    return {
        place: name
        for name, ranked in found.items()
        for _, place in sorted(ranked)[: max(5, int(share * len(ranked)))]
    }
