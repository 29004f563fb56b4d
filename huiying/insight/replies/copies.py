"""Replies that are copies of other replies: the same words, whoever is greeted and whenever."""

from collections.abc import Sequence

import numpy as np

from huiying.insight.replies.anatomy import Part, clauses, is_receipt, substance
from huiying.insight.signatures import candidates, letters, signatures

SAME = 0.7
"""Share of common character pairs (Jaccard index) from which one reply is a copy of another."""
SHORTEST = 2
"""Letters below which nothing can be copied."""


def body(reply: str) -> str:
    """What is compared: the substance; of a reply that only tells of receipt, its own words."""
    if not is_receipt(reply):
        return letters(substance(reply))
    left_out = {Part.GREETING, Part.DATE, Part.THANKS}
    return letters("".join(c.words for c in clauses(reply) if c.part not in left_out))


def alike(one: str, other: str) -> float:
    """Share of common character pairs of two bodies, 0 to 1."""
    pairs, others = _pairs(one), _pairs(other)
    union = len(pairs | others)
    return len(pairs & others) / union if union else 0.0


def copies(replies: Sequence[str]) -> list[int | None]:
    """For each reply the place of the reply it is most alike, when that makes it a copy."""
    bodies = [body(reply) for reply in replies]
    nearest: list[tuple[float, int] | None] = [None] * len(bodies)
    for first, second in _proposed(bodies):
        share = alike(bodies[first], bodies[second])
        if share >= SAME:
            for one, other in ((first, second), (second, first)):
                best = nearest[one]
                if best is None or (share, -other) > (best[0], -best[1]):
                    nearest[one] = (share, other)
    return [found[1] if found else None for found in nearest]


def _proposed(bodies: list[str]) -> list[tuple[int, int]]:
    """Pairs that share a band, each once; too short bodies have none."""
    long_enough = [text if len(text) >= SHORTEST else "" for text in bodies]
    keys = [
        pairs[:, 0] * len(bodies) + pairs[:, 1] for pairs in candidates(signatures(long_enough))
    ]
    found = np.unique(np.concatenate(keys)) if keys else np.zeros(0, dtype=np.int64)
    return [(int(key) // len(bodies), int(key) % len(bodies)) for key in found]


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
