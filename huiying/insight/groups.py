"""Near-duplicate groups: copies of one message, kept in one fold so that no test message is known.

Copies are texts of which the sets of character pairs overlap by half or more (Jaccard index), and
copies of copies.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from huiying.insight.signatures import candidates, letters, signatures

SAME = 0.5  # Jaccard index from which two messages count as copies


def near_duplicate_groups(texts: Sequence[str], *, same: float = SAME) -> list[int]:
    """For each text the place of the first text of its group; a text alone is its own group."""
    if not texts:
        return []
    plain = [letters(text) for text in texts]
    pairs = _candidate_pairs(texts)
    copies = pairs[_overlaps(_gram_sets(plain), pairs) >= same]
    links = coo_array((np.ones(len(copies)), (copies[:, 0], copies[:, 1])), shape=(len(texts),) * 2)
    _, labels = connected_components(links, directed=False)
    _, firsts = np.unique(labels, return_index=True)
    return [int(firsts[label]) for label in labels]


def _candidate_pairs(texts: Sequence[str]) -> NDArray[np.int64]:
    """Pairs (a < b) that share a band, each once."""
    found = [a_b[:, 0] * len(texts) + a_b[:, 1] for a_b in candidates(signatures(texts))]
    keys = np.unique(np.concatenate(found))
    return np.stack([keys // len(texts), keys % len(texts)], axis=1)


def _gram_sets(plain: Sequence[str]) -> csr_array:
    """One row a text, 1.0 where it has the pair of characters."""
    numbers: dict[str, int] = {}
    columns: list[int] = []
    starts = [0]
    for text in plain:
        grams = {text[i : i + 2] for i in range(len(text) - 1)}
        columns.extend(numbers.setdefault(gram, len(numbers)) for gram in grams)
        starts.append(len(columns))
    return csr_array(
        (np.ones(len(columns)), np.array(columns, dtype=np.int64), np.array(starts)),
        shape=(len(plain), max(len(numbers), 1)),
    )


def _overlaps(
    sets: csr_array, pairs: NDArray[np.int64], *, at_once: int = 20_000
) -> NDArray[np.float64]:
    """The Jaccard index of each pair."""
    sizes = np.asarray(sets.sum(axis=1)).ravel()
    overlaps = np.zeros(len(pairs))
    for start in range(0, len(pairs), at_once):
        a, b = pairs[start : start + at_once].T
        common = np.asarray(sets[a].multiply(sets[b]).sum(axis=1)).ravel()
        overlaps[start : start + at_once] = common / np.maximum(sizes[a] + sizes[b] - common, 1)
    return overlaps
