"""Which messages are alike, for few messages exactly, for many by what is rare in them.

Up to EXACT messages all pairs are compared. Above, a message is compared with those that share one
of its RARE weightiest terms (names of places are among them); where more than LIST messages hold a
term, with those nearest in time. The similarity of the NEAREST found is then computed in full.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from huiying.insight.hot.features import Features
from huiying.insight.hot.linkage import Pairs

EXACT = 6_000
"""All pairs of so many take 0.7 GB where every text is like every other; of 15,000 they took six."""
RARE = 16
LIST = 100
NEAREST = 40
FAINT = 0.02  # less than this is none
CHUNK = 2_000
SAME_NAME = 0.3  # names as alike as this are one name
OTHER_PLACE, SAME_PLACE = 0.5, 1.3  # what a similarity is multiplied by


def alike(found: Features) -> Pairs:
    """The pairs of messages that are alike; rows must be in the order of time."""
    many = len(found) > EXACT
    rows = _rare(found.said) if many else found.said
    nearest = NEAREST if many else None
    keys = np.unique(np.concatenate([*_found(rows, nearest), np.empty(0, np.int64)]))
    a, b = keys // len(found), keys % len(found)
    return Pairs(a, b, _similarity(found, a, b))


def placed(
    said: NDArray[np.float32], named: NDArray[np.float32], both: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Similarities, less between messages that name different places, more for the same place."""
    share = np.minimum(named / SAME_NAME, 1)
    factor = np.where(both, OTHER_PLACE + (SAME_PLACE - OTHER_PLACE) * share, 1)
    result: NDArray[np.float32] = np.minimum(said * factor, 1).astype(np.float32)
    return result


def _similarity(found: Features, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.float64]:
    has = np.diff(found.named.indptr) > 0
    alike = np.zeros(len(a))
    for start in range(0, len(a), 50_000):
        one, other = a[start : start + 50_000], b[start : start + 50_000]
        alike[start : start + 50_000] = placed(
            _products(found.said, one, other),
            _products(found.named, one, other),
            has[one] & has[other],
        )
    return alike


def _products(rows: csr_array, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.float32]:
    products: NDArray[np.float32] = np.asarray(rows[a].multiply(rows[b]).sum(axis=1)).ravel()
    return products


def _found(rows: csr_array, nearest: int | None) -> Iterator[NDArray[np.int64]]:
    """Keys a * count + b, a < b, of the pairs that are more than faintly alike."""
    columns = csr_array(rows.T.tocsr())
    count = rows.shape[0]
    for start in range(0, count, CHUNK):
        table = csr_array(rows[start : start + CHUNK] @ columns)
        a = np.repeat(np.arange(start, start + table.shape[0]), np.diff(table.indptr))
        b, value = table.indices.astype(np.int64), table.data
        kept = (value >= FAINT) & (a != b if nearest else a < b)
        a, b, value = a[kept], b[kept], value[kept]
        if nearest is not None:
            order = np.argsort(a - np.minimum(value, 1) / 2, kind="stable")
            place = np.arange(len(a)) - np.searchsorted(a, a, side="left")
            chosen = order[place < nearest]
            a, b = a[chosen], b[chosen]
        yield np.minimum(a, b) * count + np.maximum(a, b)


def _rare(said: csr_array) -> csr_array:
    """Each row's weightiest terms; a term held by many is cut into runs of neighbours in time."""
    rows = np.repeat(np.arange(said.shape[0]), np.diff(said.indptr))
    order = np.argsort(rows - said.data / 2, kind="stable")  # the data are from 0 to 1
    place = np.arange(len(rows)) - said.indptr[rows]
    kept = order[place < RARE]
    rows, terms, data = rows[kept], said.indices[kept].astype(np.int64), said.data[kept]
    by_term = np.argsort(terms, kind="stable")  # rows stay in order
    sorted_terms = terms[by_term]
    first = np.searchsorted(sorted_terms, sorted_terms, side="left")
    run = (np.arange(len(terms)) - first) // LIST
    _, columns = np.unique(sorted_terms * (said.shape[0] // LIST + 1) + run, return_inverse=True)
    shape = (said.shape[0], int(columns.max(initial=0)) + 1)
    return csr_array((data[by_term], (rows[by_term], columns)), shape=shape)
