"""What the model looks at: words of the whole message, characters and words of its title.

Features fall into blocks. Each block is a TF-IDF vector of its own, brought to its block's length,
so that a short title counts beside a long detail.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from huiying.insight.category.reading import Grams, Hashes, Read, hashes_of
from huiying.insight.message import Message

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
AT_ONCE = 500  # messages read together


@dataclass(frozen=True)
class Block:
    """A kind of feature: the letter before its features, its length, how many texts must have one."""

    letter: str
    length: float
    least: int
    grams: Callable[[Read], Grams]
    keeps: Callable[[str], bool] = bool  # of its grams

    @property
    def salt(self) -> np.uint64:
        """Parts the hashes of this block from those of others."""
        return np.uint64(ord(self.letter) * 0xD6E8FEB86659FD93 % (1 << 64))


SMALL = (
    Block("w", 1.0, 2, lambda read: read.words, str.isalnum),
    Block("c", 0.7, 2, lambda read: read.title.runs(3)),
)
BEST = (
    *SMALL,
    Block("s", 1.0, 2, lambda read: read.parts, str.isalnum),
    Block("d", 1.0, 2, lambda read: read.detail.runs(3)),
)
SIZES: Mapping[str, tuple[Block, ...]] = {"small": SMALL, "best": BEST}


@dataclass(frozen=True)
class Counts:
    """How often which feature occurs in which message: rows after one another, as in a CSR matrix."""

    starts: Ints
    features: Ints
    times: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def rows(self) -> Ints:
        """The row of every entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def take(self, rows: Ints) -> "Counts":
        """The counts of these rows alone, in this order."""
        lengths = np.diff(self.starts)[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Counts(starts, self.features[places], self.times[places])


class Vocabulary:
    """The features that a model knows, each with its block and the weight of its rarity.

    Features are numbered block after block. A name is its block's letter and the gram.
    """

    def __init__(self, blocks: Sequence[Block], names: Sequence[str], rarity: Floats) -> None:
        self.blocks, self.names, self.rarity = blocks, names, rarity
        place = {block.letter: number for number, block in enumerate(blocks)}
        self.block: Ints = np.fromiter(
            (place[name[0]] for name in names), dtype=np.int64, count=len(names)
        )

    @property
    def letters(self) -> NDArray[np.str_]:
        """The letter of each feature's block."""
        return np.array([block.letter for block in self.blocks])[self.block]

    @cached_property
    def index(self) -> "Index":
        salts = np.array([block.salt for block in self.blocks], dtype=np.uint64)
        return Index(hashes_of([name[1:] for name in self.names]) ^ salts[self.block])

    def count(self, messages: Sequence[Message]) -> Counts:
        """Count the features of the messages; unknown ones are left out."""
        read = Read(messages)
        rows, features = [], []
        for block in self.blocks:
            grams = block.grams(read)
            found = self.index.find(grams.hashes ^ block.salt)
            known = np.flatnonzero(found >= 0)
            rows.append(grams.rows[known])
            features.append(found[known])
        return _counted(len(messages), np.concatenate(rows), np.concatenate(features))

    def weigh(self, counts: Counts) -> Floats:
        """The value of every entry: (1 + ln times) x rarity, each block brought to its length."""
        values = (1 + np.log(counts.times)) * self.rarity[counts.features]
        part = counts.rows * len(self.blocks) + self.block[counts.features]
        squares = np.bincount(part, weights=values**2, minlength=len(counts) * len(self.blocks))
        lengths = np.array([each.length for each in self.blocks], dtype=np.float32)
        scale = np.tile(lengths, len(counts)) / np.sqrt(np.maximum(squares, 1e-12))
        return np.asarray(values * scale[part], dtype=np.float32)


class Index:
    """Numbers of hashes: a table of where hashes of the same first bits begin among the sorted."""

    def __init__(self, hashes: Hashes) -> None:
        self._order = np.append(np.argsort(hashes, kind="stable"), -1)
        self._sorted = np.append(np.sort(hashes), np.uint64((1 << 64) - 1))
        bits = max(len(hashes).bit_length() + 1, 8)
        self._shift = np.uint64(64 - bits)
        begins = np.arange(1 << bits, dtype=np.uint64) << self._shift
        self._begins = np.searchsorted(self._sorted[:-1], begins).astype(np.int32)
        same = np.diff(self._begins, append=len(hashes))
        self._most = int(same.max(initial=0))

    def find(self, wanted: Hashes) -> Ints:
        """The number of each hash, -1 where it is not known."""
        place = self._begins[wanted >> self._shift]
        for _ in range(self._most):
            earlier = self._sorted[place] < wanted
            if not earlier.any():
                break
            place += earlier
        return np.where(self._sorted[place] == wanted, self._order[place], -1)


def learn(messages: Sequence[Message], blocks: Sequence[Block]) -> tuple[Counts, Vocabulary]:
    """Count the features that enough of the messages have, and how rare each is among them."""
    seen = [_Seen(block) for block in blocks]
    for start in range(0, len(messages), AT_ONCE):
        read = Read(messages[start : start + AT_ONCE])
        for each in seen:
            each.add(start, each.block.grams(read))
    names: list[str] = []
    rows, features, times = [], [], []
    for each in seen:
        row, feature, often, own = each.features()
        rows.append(row)
        features.append(feature + len(names))
        times.append(often)
        names.extend(f"{each.block.letter}{name}" for name in own)
    row = np.concatenate(rows)
    order = np.argsort(row, kind="stable")
    starts = np.searchsorted(row[order], np.arange(len(messages) + 1))
    counts = Counts(starts, np.concatenate(features)[order], np.concatenate(times)[order])
    have = np.bincount(counts.features, minlength=len(names))
    rarity = np.log((1 + len(messages)) / (1 + have)) + 1
    return counts, Vocabulary(blocks, names, rarity.astype(np.float32))


class _Seen:
    """The grams of one block, seen in some messages after others."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self._rows: list[Ints] = []
        self._times: list[Floats] = []
        self._places: list[Ints] = []  # of each entry, among the hashes below
        self._hashes: list[Hashes] = []
        self._firsts: list[tuple[Grams, Ints]] = []
        self._many = 0

    def add(self, start: int, grams: Grams) -> None:
        """Count in what the messages from number `start` on have."""
        hashes, first, place = np.unique(grams.hashes, return_index=True, return_inverse=True)
        width = max(len(hashes), 1)
        keys, times = np.unique(grams.rows * width + place, return_counts=True)
        self._rows.append(keys // width + start)
        self._times.append(times.astype(np.float32))
        self._places.append(keys % width + self._many)
        self._hashes.append(hashes)
        self._firsts.append((grams, first))
        self._many += len(hashes)

    def features(self) -> tuple[Ints, Ints, Floats, list[str]]:
        """Row, feature and count of every entry, and the features' names; rare ones are left out."""
        every, first, number = np.unique(
            np.concatenate(self._hashes), return_index=True, return_inverse=True
        )
        feature = number[np.concatenate(self._places)]
        have = np.bincount(feature, minlength=len(every))
        often = np.flatnonzero(have >= self.block.least)
        spelled = self._spelled(first[often])
        kept = [place for place, name in enumerate(spelled) if self.block.keeps(name)]
        new = np.full(len(every), -1)
        new[often[kept]] = np.arange(len(kept))
        feature = new[feature]
        known = np.flatnonzero(feature >= 0)
        rows, times = np.concatenate(self._rows)[known], np.concatenate(self._times)[known]
        return rows, feature[known], times, [spelled[place] for place in kept]

    def _spelled(self, wanted: Ints) -> list[str]:
        """The names of hashes, by their places among all that were added."""
        names = np.empty(len(wanted), dtype=object)
        start = 0
        for grams, first in self._firsts:
            own = np.flatnonzero((wanted >= start) & (wanted < start + len(first)))
            names[own] = grams.spelled(first[wanted[own] - start])
            start += len(first)
        return names.tolist()


def _counted(count: int, rows: Ints, features: Ints) -> Counts:
    width = int(features.max(initial=0)) + 1
    keys = np.sort(rows * width + features)
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    times = np.diff(first, append=len(keys))
    keys = keys[first]
    starts = np.searchsorted(keys, np.arange(count + 1) * width)
    return Counts(starts, keys % width, times.astype(np.float32))
