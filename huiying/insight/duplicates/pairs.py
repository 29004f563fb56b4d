"""All pairs of messages that nearly repeat each other, in a table of up to a million.

Who may be a pair is found in two ways: texts that share bands of their signatures, and texts that
share some of their RARE rarest phrases of four characters (where more than LIST share one, neighbours
in the table). The cosine then decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from huiying.insight.bands import BANDS
from huiying.insight.duplicates.scores import CELLS, LIKELY, Rarity, counts, unit
from huiying.insight.grams import in_chunks, phrases
from huiying.insight.signatures import NOTHING, candidates, fill

RARE = 20
LIST = 80
MOST = 2_000  # phrases that more messages have are nobody's
NEAREST = 4  # of those that share rare phrases, as many are looked at in full …
SHARED = 20.0  # … if what they share weighs as much: three phrases of one message in a thousand
BANDS_SHARED = 3
PHRASES = 1 << 24
CHUNK = 4_000
AT_ONCE = 100_000

Whole = NDArray[np.int64]
Real = NDArray[np.float32]


@dataclass(frozen=True)
class Duplicates:
    """Pairs of places in the table, a < b, the surest first."""

    a: Whole
    b: Whole
    scores: Real


def find_duplicates(texts: Sequence[str], *, likely: float = LIKELY) -> Duplicates:
    """The pairs that score `likely` or more."""
    bands, rows = _read(texts)
    found = [_by_bands(bands), *_by_phrases(texts), np.empty(0, np.int64)]
    keys = np.unique(np.concatenate(found))
    a, b = keys // len(texts), keys % len(texts)
    alike = np.concatenate([*_cosines(rows, a, b), np.empty(0, np.float32)])
    order = np.lexsort((b, a, -alike))
    order = order[alike[order] >= likely]
    return Duplicates(a[order], b[order], np.minimum(alike[order], 1))


def _read(texts: Sequence[str]) -> tuple[Whole, csr_array]:
    """The bands and the weighted pairs of all texts."""
    bands = np.full((len(texts), BANDS), NOTHING, dtype=np.int64)
    parts = []
    among = np.zeros(CELLS, dtype=np.uint32)
    for start, found in in_chunks(texts):
        fill(bands[start : start + found.count], found)
        counted = counts(found)
        counted.data = 1 + np.log(counted.data)
        among += np.bincount(counted.indices, minlength=CELLS).astype(np.uint32)
        parts.append(counted)
    rows = (
        csr_array(vstack(parts, format="csr")) if parts else csr_array((0, CELLS), dtype=np.float32)
    )
    rows.data *= Rarity(len(texts), among).weights[rows.indices]
    return bands, unit(rows)


def _by_bands(bands: Whole) -> Whole:
    """Those that share BANDS_SHARED bands and more."""
    pairs = [pair[:, 0] * len(bands) + pair[:, 1] for pair in candidates(bands, most=8)]
    keys, shared = np.unique(np.concatenate(pairs), return_counts=True)
    result: Whole = keys[shared >= BANDS_SHARED]
    return result


def _by_phrases(texts: Sequence[str]) -> Iterator[Whole]:
    rare = _rare(texts)
    columns = csr_array(rare.T.tocsr())
    count = len(texts)
    for start in range(0, count, CHUNK):
        shared = csr_array(rare[start : start + CHUNK] @ columns)
        a = np.repeat(np.arange(start, start + shared.shape[0]), np.diff(shared.indptr))
        b, value = shared.indices.astype(np.int64), shared.data
        later = (b > a) & (value >= SHARED)
        a, b, value = a[later], b[later], value[later]
        order = np.lexsort((-value, a))
        place = np.arange(len(a)) - np.searchsorted(a[order], a[order], side="left")
        chosen = order[place < NEAREST]
        yield a[chosen] * count + b[chosen]


def _rare(texts: Sequence[str]) -> csr_array:
    """Each text's RARE rarest phrases that others have too; one of many is cut into runs."""
    owners, hashes = _phrases(texts)
    among = np.bincount(hashes, minlength=PHRASES)
    own = among[hashes]
    kept = np.flatnonzero((own > 1) & (own <= MOST))
    owners, hashes, own = owners[kept], hashes[kept], own[kept]
    order = np.argsort(owners * (MOST + 1) + own, kind="stable")
    owners, hashes, own = owners[order], hashes[order], own[order]
    kept = np.flatnonzero(np.arange(len(owners)) - np.searchsorted(owners, owners) < RARE)
    owners, hashes, own = owners[kept], hashes[kept], own[kept]
    by_phrase = np.argsort(hashes, kind="stable")
    owners, hashes, own = owners[by_phrase], hashes[by_phrase], own[by_phrase]
    run = (np.arange(len(hashes)) - np.searchsorted(hashes, hashes)) // LIST
    _, columns = np.unique(
        hashes.astype(np.int64) * (len(texts) // LIST + 1) + run, return_inverse=True
    )
    weights = np.log(len(texts) / own).astype(np.float32)
    shape = (len(texts), int(columns.max(initial=0)) + 1)
    return csr_array((weights, (owners, columns)), shape=shape)


def _phrases(texts: Sequence[str]) -> tuple[Whole, NDArray[np.uint32]]:
    owners, hashes = [np.empty(0, np.int64)], [np.empty(0, np.uint32)]
    for start in range(0, len(texts), CHUNK):
        owner, hashed = phrases(texts[start : start + CHUNK])
        owners.append(owner + start)
        hashes.append(hashed % np.uint32(PHRASES))
    return np.concatenate(owners), np.concatenate(hashes)


def _cosines(rows: csr_array, a: Whole, b: Whole) -> Iterator[Real]:
    for start in range(0, len(a), AT_ONCE):
        one, other = rows[a[start : start + AT_ONCE]], rows[b[start : start + AT_ONCE]]
        yield np.asarray(one.multiply(other).sum(axis=1)).ravel().astype(np.float32)
