"""Letters of one writer: the same long phrases sent about many different matters.

Who wrote a message is often unknown. But people who do not know each other share a phrase of
PHRASE characters only when they copy each other about one matter; a phrase that stands in messages
about MATTERS matters and more is somebody's template.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from huiying.insight.signatures import letters

PHRASE = 8  # characters
MATTERS = 4
MESSAGES = 6
SHARE = 0.06  # of a message's phrases; from here on it is written to a template
READ = 300  # characters
CHUNK = 5_000
MANY = 20_000  # texts from which on a quarter of the phrases is looked at, the same ones in all


def templated(texts: Sequence[str], matters: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the texts follow a template; `matters` says which matter each is about."""
    owners, phrases = _phrases(texts, thin=len(texts) > MANY)
    if not len(phrases):
        return np.zeros(len(texts), dtype=bool)
    order = np.argsort(phrases, kind="stable")
    number = np.empty(len(phrases), dtype=np.int64)
    number[order] = np.cumsum(np.diff(phrases[order], prepend=phrases[order[0]]) != 0)
    count = int(number.max()) + 1
    in_messages = np.bincount(number, minlength=count)
    shape = int(matters.max()) + 1
    pairs = np.unique(number * shape + matters[owners])
    in_matters = np.bincount(pairs // shape, minlength=count)
    common = (in_matters >= MATTERS) & (in_messages >= MESSAGES)
    own = np.bincount(owners, minlength=len(texts))
    hits = np.bincount(owners, common[number], minlength=len(texts))
    result: NDArray[np.bool_] = (hits >= 2) & (hits >= SHARE * own)
    return result


def _phrases(texts: Sequence[str], *, thin: bool) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """The distinct phrases of every text: whose they are, and their hash."""
    owners, phrases = [np.empty(0, np.int64)], [np.empty(0, np.uint64)]
    for start in range(0, len(texts), CHUNK):
        plain = [letters(text[:READ]) for text in texts[start : start + CHUNK]]
        lengths = np.array([len(text) for text in plain])
        codes = np.frombuffer("".join(plain).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
        if len(codes) < PHRASE:
            continue
        hashes = np.zeros(len(codes) - PHRASE + 1, dtype=np.uint64)
        for i in range(PHRASE):
            hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + codes[i : i + len(hashes)]
        hashes = (hashes ^ (hashes >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
        ends = np.repeat(np.cumsum(lengths), lengths)[: len(hashes)]
        inside = np.arange(len(hashes)) + PHRASE <= ends
        kept = np.flatnonzero(inside & (hashes >> np.uint64(62) == 0) if thin else inside)
        owner = np.repeat(np.arange(len(plain)), lengths)[kept]
        order = np.lexsort((hashes[kept], owner))
        owner, hashed = owner[order], hashes[kept][order]
        new = np.concatenate([[True], (owner[1:] != owner[:-1]) | (hashed[1:] != hashed[:-1])])[
            : len(owner)
        ]
        owners.append(owner[new] + start)
        phrases.append(hashed[new])
    return np.concatenate(owners), np.concatenate(phrases)
