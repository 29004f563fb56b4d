"""How alike two messages are: the cosine of their pairs of characters, rare pairs weighing more.

1 is the same text, signs and spaces apart; from LIKELY on two messages are likely the same one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from huiying.insight.grams import Grams, grams, in_chunks

CELLS = 1 << 18
LIKELY = 0.53

Real = NDArray[np.float32]


@dataclass(frozen=True)
class Rarity:
    """In how many of a unit's messages each pair of characters stands, counted in CELLS cells."""

    messages: int
    among: NDArray[np.uint32]

    @classmethod
    def learn(cls, texts: Sequence[str]) -> "Rarity":
        among = np.zeros(CELLS, dtype=np.uint32)
        for _, found in in_chunks(texts):
            among += np.bincount(counts(found).indices, minlength=CELLS).astype(np.uint32)
        return cls(len(texts), among)

    @cached_property
    def weights(self) -> Real:
        """The root of ln((1 + messages) / (1 + messages with it)), at least a third.

        The logarithm itself makes too much of the place: two matters of one place would be one.
        """
        share = (1 + self.messages) / (1 + self.among)
        return np.sqrt(np.maximum(np.log(share), 0.1)).astype(np.float32)


def score(a: str, b: str, rarity: Rarity | None = None) -> float:
    """How alike two texts are, 0 to 1."""
    return scores(a, [b], rarity)[0]


def scores(text: str, others: Sequence[str], rarity: Rarity | None = None) -> list[float]:
    """How alike a text is to each of some others, 0 to 1. Fifty take some 3 ms."""
    rows = weighted(grams([text, *others]), rarity)
    alike = (rows[1:] @ rows[[0]].T).toarray().ravel()
    return [round(float(value), 4) for value in np.minimum(alike, 1)]


def weighted(found: Grams, rarity: Rarity | None = None) -> csr_array:
    """A row of length 1 for each text: the weight of each pair times (1 + ln count)."""
    counted = counts(found)
    data = 1 + np.log(counted.data)
    if rarity:
        data *= rarity.weights[counted.indices]
    else:
        weight = np.zeros(CELLS, dtype=np.float32)
        weight[found.hashes % CELLS] = found.weights
        data *= weight[counted.indices]
    rows = csr_array((data.astype(np.float32), counted.indices, counted.indptr), counted.shape)
    return unit(rows)


def counts(found: Grams) -> csr_array:
    """How often each text has each pair; the columns of a row in order."""
    ones = np.ones(len(found.owners), dtype=np.float32)
    starts = np.searchsorted(found.owners, np.arange(found.count + 1))
    columns = (found.hashes % np.uint32(CELLS)).astype(np.int32)
    rows = csr_array((ones, columns, starts), shape=(found.count, CELLS))
    rows.sum_duplicates()
    return rows


def unit(rows: csr_array) -> csr_array:
    """The rows stretched to length 1, empty ones left empty."""
    owners = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    lengths = np.sqrt(np.bincount(owners, rows.data.astype(np.float64) ** 2, rows.shape[0]))
    lengths[lengths == 0] = 1
    return csr_array(diags_array((1 / lengths).astype(np.float32)) @ rows)
