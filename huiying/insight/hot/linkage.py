"""Average linkage over a sparse table of similarities, for a million messages.

Average linkage is reducible: merging any two groups that are each other's nearest leads to the same
tree as merging the nearest two of all (Bruynooghe 1977; Murtagh 1983). So each round merges all such
pairs at once, and some twenty rounds do for any number of messages.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Pairs a < b, each once, and how alike they are (0 to 1); pairs not listed are not alike."""

    a: Whole
    b: Whole
    alike: Real


def average_link(count: int, pairs: Pairs, *, least: float) -> Whole:
    """A group number for each of `count` things: groups are joined while alike `least` on average."""
    group = np.arange(count)
    sizes = np.ones(count)
    links = pairs
    while len(links.a):
        average = links.alike / (sizes[links.a] * sizes[links.b])
        into = _mutual(count, links, average, least)
        if into is None:
            break
        np.add.at(sizes, into, np.where(into == np.arange(count), 0, sizes))
        group = into[group]
        links = _joined(count, links, into)
    return group


def _mutual(count: int, links: Pairs, average: Real, least: float) -> Whole | None:
    """For each group the one it goes into (itself, if it stays); None when none is near enough."""
    near = average >= least
    if not near.any():
        return None
    a, b, average = links.a[near], links.b[near], average[near]
    best = np.zeros(count)
    np.maximum.at(best, a, average)
    np.maximum.at(best, b, average)
    partner = np.full(count, count)
    for one, other in ((a, b), (b, a)):
        nearest = average == best[one]
        np.minimum.at(partner, one[nearest], other[nearest])
    into = np.arange(count)
    chosen = np.flatnonzero(partner < count)
    mutual = chosen[(partner[partner[chosen]] == chosen) & (chosen > partner[chosen])]
    into[mutual] = partner[mutual]
    return into


def _joined(count: int, links: Pairs, into: Whole) -> Pairs:
    """The links between the merged groups, their similarities added up."""
    one, other = into[links.a], into[links.b]
    outside = one != other
    one, other, alike = one[outside], other[outside], links.alike[outside]
    keys = np.minimum(one, other) * count + np.maximum(one, other)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else keys
    summed = np.add.reduceat(alike[order], starts) if len(keys) else alike
    kept = keys[starts] if len(keys) else keys
    return Pairs(kept // count, kept % count, summed)
