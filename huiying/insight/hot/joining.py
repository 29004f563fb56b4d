"""New messages beside known groups, a few at a time: which group each joins, which begin one.

As `hot.online`, but without a memory of its own: for a platform that keeps the groups in its database
and forms them anew every night.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from huiying.insight.hot.features import Features, features
from huiying.insight.hot.linkage import Pairs, average_link
from huiying.insight.hot.neighbours import placed
from huiying.insight.hot.online import JOIN, NEAREST
from huiying.insight.message import Message

CHUNK = 500

Table = NDArray[np.float32]


def join(
    new: Sequence[Message], groups: Sequence[Sequence[Message]], *, fewest: int
) -> tuple[list[int | None], list[list[int]]]:
    """For each new message the place of the group it joins, None for none; and among the latter those
    that make groups of at least `fewest`, as places in `new`."""
    known = [message for group in groups for message in group]
    if not new:
        return [], []
    read = features([*known, *new])
    whose = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    joined: list[int | None] = []
    for start in range(0, len(new), CHUNK):
        rows = range(len(known) + start, len(known) + min(start + CHUNK, len(new)))
        for row in _alike(read, rows, range(len(known))):
            joined.append(_nearest(row, whose))
    left = [place for place, group in enumerate(joined) if group is None]
    return joined, _begun(read, [len(known) + place for place in left], left, fewest)


def _nearest(row: Table, whose: NDArray[np.int64]) -> int | None:
    """The group whose nearest members are alike enough on average."""
    members: defaultdict[int, list[float]] = defaultdict(list)
    for place in np.argsort(-row, kind="stable")[: 10 * NEAREST].tolist():
        members[int(whose[place])].append(float(row[place]))
    means = {
        group: sum(values[:NEAREST]) / len(values[:NEAREST]) for group, values in members.items()
    }
    best = max(means, key=lambda group: (means[group], -group), default=None)
    return best if best is not None and means[best] >= JOIN else None


def _begun(
    read: Features, rows: Sequence[int], places: Sequence[int], fewest: int
) -> list[list[int]]:
    table = _alike(read, rows, rows)
    a, b = np.nonzero(np.triu(table >= JOIN / 2, k=1))
    pairs = Pairs(a.astype(np.int64), b.astype(np.int64), table[a, b].astype(np.float64))
    numbers = average_link(len(rows), pairs, least=JOIN)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place, number in zip(places, numbers.tolist(), strict=True):
        groups[number].append(place)
    return [group for group in groups.values() if len(group) >= fewest]


def _alike(read: Features, rows: Sequence[int], others: Sequence[int]) -> Table:
    """How alike these messages are to those, as a table."""
    named = np.diff(read.named.indptr) > 0
    one, other = np.array(rows, dtype=np.int64), np.array(others, dtype=np.int64)
    both = named[one][:, None] & named[other][None, :]
    return placed(_products(read.said, one, other), _products(read.named, one, other), both)


def _products(table: csr_array, one: NDArray[np.int64], other: NDArray[np.int64]) -> Table:
    result: Table = (table[one] @ table[other].T).toarray().astype(np.float32)
    return result
