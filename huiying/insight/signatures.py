"""Signatures of texts: a few whole numbers of which near-duplicates share at least one.

A text is the set of its pairs of neighbouring characters, each with a weight that is small where
its characters are common. `ROWS * BANDS` hash functions keep one pair of the set each, heavy ones
rather than light ones (weighted MinHash), and every ROWS of them are folded into one number, a
*band*. Two texts of which the sets overlap by the weighted share s agree in at least one band with
probability 1 - (1 - s**ROWS)**BANDS: .97 for s = .4 (Broder 1997; Leskovec, Rajaraman and Ullman,
chapter 3).

A band depends on the text alone, so it can be stored in an indexed table and asked for later. Bands
only propose, best those that share most of them; `huiying.insight.duplicates.scores` decides.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from huiying.insight.bands import BAND_MIX, BANDS, FACTORS, OF_WHOLE, ROW_MIX, ROWS
from huiying.insight.grams import Grams, in_chunks
from huiying.lib.text import normalise_text

NOTHING = -1  # the band of a text without two characters

_SEPARATORS = re.compile(r"[\W_]+")
_MIX = np.uint64(BAND_MIX)
_FACTORS = np.array(FACTORS, dtype=np.uint32)

Bands = NDArray[np.int64]


def signatures(texts: Sequence[str]) -> Bands:
    """The bands of many texts: shape (texts, BANDS), NOTHING where a text has none."""
    bands = np.full((len(texts), BANDS), NOTHING, dtype=np.int64)
    for start, found in in_chunks(texts):
        fill(bands[start : start + found.count], found)
    return bands


def keys_of_many(texts: Sequence[tuple[str, str]]) -> list[list[int]]:
    """`bands.keys_of` of many (title, text) at once."""
    wholes = signatures([f"{title}\n{text}" for title, text in texts])[:, :OF_WHOLE]
    titles = signatures([title for title, _ in texts])
    below = np.where(titles == NOTHING, NOTHING, -1 - titles)
    empty = np.hstack([wholes == NOTHING, titles == NOTHING])
    return [
        row[~gone].tolist() for row, gone in zip(np.hstack([wholes, below]), empty, strict=True)
    ]


def fill(bands: Bands, found: Grams) -> None:
    """Write the bands of texts whose pairs are known."""
    if not len(found.owners):
        return
    starts = np.flatnonzero(np.diff(found.owners, prepend=-1))
    filled = found.owners[starts]
    scale = np.float32(1) / found.weights
    for band in range(BANDS):
        folded = np.full(len(filled), band, dtype=np.uint64)
        for row in range(ROWS):
            factor = _FACTORS[band * ROWS + row]
            hashed = found.hashes * factor
            hashed ^= hashed >> np.uint32(16)
            hashed *= np.uint32(ROW_MIX)
            least = np.minimum.reduceat(hashed.astype(np.float32) * scale, starts)
            folded = (folded ^ least.view(np.uint32).astype(np.uint64)) * _MIX
            folded ^= folded >> np.uint64(29)
        bands[filled, band] = (folded >> np.uint64(33)).astype(np.int64)


def candidates(bands: Bands, *, most: int = 50) -> Iterator[NDArray[np.int64]]:
    """Pairs (a < b) that share a band, one array of shape (pairs, 2) a band; repeats possible.

    In a band shared by more than `most` texts each is paired with its next neighbours only: a chain
    still joins them, and a thousand copies of one letter stay a thousand pairs, not a million.
    """
    for band in bands.T:
        order = np.argsort(band, kind="stable")
        order = order[band[order] != NOTHING]
        yield _neighbours(order, band[order], most)


def letters(text: str) -> str:
    """The normalised text without anything but letters and digits."""
    return _SEPARATORS.sub("", normalise_text(text))


def _neighbours(order: NDArray[np.int64], band: Bands, most: int) -> NDArray[np.int64]:
    """Pairs of places in `order` with equal `band` (sorted), up to `most` apart in small runs."""
    starts = np.flatnonzero(np.concatenate([[True], band[1:] != band[:-1]]))
    sizes = np.diff(np.append(starts, len(band)))
    reach = np.repeat(np.where(sizes <= most, sizes, 3), sizes)
    pairs = []
    for distance in range(1, int(reach.max(initial=1))):
        first = np.flatnonzero(
            (reach[:-distance] > distance) & (band[distance:] == band[:-distance])
        )
        pairs.append(np.stack([order[first], order[first + distance]], axis=1))
    found = np.concatenate(pairs) if pairs else np.empty((0, 2), dtype=np.int64)
    return np.sort(found, axis=1)
