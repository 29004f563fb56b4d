"""Pairs of neighbouring characters of many texts at once, as hashes in numpy arrays.

Texts are compared without signs, spaces, case and width. A table of all characters does in one
step what normalising text by text would do: a hundred thousand texts a second.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from huiying.insight.characters import COMMON, COMMON_WEIGHT, DIGIT_WEIGHT, TABLE, plain_form

CHUNK = 2_000  # texts at once: some 30 MB

Codes = NDArray[np.uint32]


@dataclass(frozen=True)
class Grams:
    """The pairs of a run of texts, text after text: `hashes[i]` is of the text `owners[i]`."""

    count: int
    owners: NDArray[np.int64]
    hashes: NDArray[np.uint32]
    weights: NDArray[np.float32]


def grams(texts: Sequence[str]) -> Grams:
    """All pairs of neighbours, repeated ones too; none reaches from one text into the next."""
    codes, owners = _codes(texts)
    inside = np.flatnonzero(owners[:-1] == owners[1:])
    first, second = codes[inside], codes[inside + 1]
    mixed = first * np.uint32(0x9E3779B1) + second * np.uint32(0x85EBCA6B)
    mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
    weigh = _weights()
    weights = weigh[np.minimum(first, TABLE - 1)] * weigh[np.minimum(second, TABLE - 1)]
    return Grams(len(texts), owners[inside], mixed ^ (mixed >> np.uint32(13)), weights)


def phrases(texts: Sequence[str], length: int = 4) -> tuple[NDArray[np.int64], Codes]:
    """Every second run of `length` characters, chosen by its hash: whose it is, and its hash."""
    codes, owners = _codes(texts)
    count = max(len(codes) - length + 1, 0)
    hashes = np.zeros(count, dtype=np.uint32)
    for i in range(length):
        hashes = (hashes ^ (hashes >> np.uint32(15))) * np.uint32(0x9E3779B1) + codes[i : i + count]
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    chosen = np.flatnonzero((owners[:count] == owners[len(codes) - count :]) & (hashes >> 31 == 0))
    return owners[chosen], hashes[chosen]


def in_chunks(texts: Sequence[str]) -> Iterator[tuple[int, Grams]]:
    """The pairs of many texts: where a chunk begins, and its pairs."""
    for start in range(0, len(texts), CHUNK):
        yield start, grams(texts[start : start + CHUNK])


def _codes(texts: Sequence[str]) -> tuple[Codes, NDArray[np.int64]]:
    """The characters that count, and which text each is of."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), dtype=np.uint32)
    plain = _plain()[np.minimum(codes, TABLE - 1)]
    kept = np.flatnonzero(plain)
    return plain[kept], np.repeat(np.arange(len(texts)), lengths)[kept]


@cache
def _plain() -> Codes:
    """For each character its half-width, lower-case form, 0 for what is no letter or digit."""
    table = np.zeros(TABLE, dtype=np.uint32)
    for code in range(TABLE - 1):
        if folded := plain_form(chr(code)):
            table[code] = ord(folded)
    return table


@cache
def _weights() -> NDArray[np.float32]:
    """The share that a character gives to the weight of a pair: less for common ones and digits."""
    table = np.ones(TABLE, dtype=np.float32)
    table[[ord(character) for character in COMMON]] = COMMON_WEIGHT
    table[[ord(digit) for digit in "0123456789"]] = DIGIT_WEIGHT
    return table
