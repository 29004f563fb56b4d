"""Ways down the category tree and how sure a suggestion is; needs no arrays, so the web process may load it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Path = tuple[str, ...]
"""A category by the names from the top of the tree down."""


@dataclass(frozen=True)
class Suggestion:
    """The likeliest path, with the chance at each level that it is right down to there."""

    path: Path
    chances: tuple[float, ...]
    others: tuple[tuple[str, float], ...]
    """The other first-level categories and their chances, likeliest first."""

    @property
    def confidence(self) -> float:
        """That the first level is right."""
        return self.chances[0]

    def down_to(self, least: float) -> Path:
        """The path as deep as the chance is at least `least`; () abstains."""
        return self.path[: sum(chance >= least for chance in self.chances)]


def likely(
    chances_at: Callable[[Path], Sequence[tuple[str, float]]], deepest: int, most: int = 3
) -> list[tuple[Path, float]]:
    """The likeliest ends of a tree with their chances, most first.

    `chances_at` gives the children of a node, likeliest first; none where the way ends.
    """
    found: list[tuple[Path, float]] = []
    waiting: list[tuple[Path, float]] = [((), 1.0)]
    while waiting:
        path, chance = waiting.pop()
        ways = chances_at(path)[:most] if len(path) < deepest else ()
        waiting.extend(((*path, child), chance * share) for child, share in ways)
        if path and not ways:
            found.append((path, chance))
    return sorted(found, key=lambda each: (-each[1], each[0]))[:most]
