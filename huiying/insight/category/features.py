"""What the model looks at: words of the whole message, characters and words of its title.

Features fall into blocks. Each block is a TF-IDF vector of its own, brought to its block's length,
so that a short title counts beside a long detail.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from huiying.insight.message import Message, normalise
from huiying.insight.text import words

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
MOST_CHARACTERS = 1_500  # of a detail; longer ones repeat themselves


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, normalised and cut into words once for all blocks."""

    title: str
    detail: str
    words: list[str]  # of both

    @classmethod
    def of(cls, message: Message) -> "Reading":
        title = normalise(message.title)
        detail = _joined(normalise(message.detail[:MOST_CHARACTERS]))
        return cls(title, detail, words(title) + words(detail))


@dataclass(frozen=True)
class Block:
    """A kind of feature: the letter before its features, its length, how many texts must have one."""

    letter: str
    length: float
    least: int
    grams: Callable[[Reading], Sequence[str]]


def _joined(text: str) -> str:
    """Chinese without the spaces that some systems put between words."""
    return text.replace(" ", "")


def _characters(text: str, longest: int) -> list[str]:
    plain = text.replace(" ", "")
    return [
        plain[start : start + size]
        for size in range(1, longest + 1)
        for start in range(len(plain) - size + 1)
    ]


SMALL = (
    Block("w", 1.0, 2, lambda reading: reading.words),
    Block("c", 0.7, 2, lambda reading: _characters(reading.title, 3)),
)
BEST = (*SMALL, Block("d", 1.0, 2, lambda reading: _characters(reading.detail, 3)))
SIZES: Mapping[str, tuple[Block, ...]] = {"small": SMALL, "best": BEST}


@dataclass(frozen=True)
class Counts:
    """How often which feature occurs in which message: rows after one another, as in a CSR matrix."""

    starts: Ints
    features: Ints
    times: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def rows(self) -> Ints:
        """The row of every entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def renumbered(self, new: Ints) -> "Counts":
        """With new numbers of features; those of which the new number is -1 are left out."""
        features = new[self.features]
        known = features >= 0
        lengths = np.bincount(self.rows[known], minlength=len(self))
        starts = np.concatenate([[0], np.cumsum(lengths)])
        return Counts(starts, features[known], self.times[known])

    def take(self, rows: Ints) -> "Counts":
        """The counts of these rows alone, in this order."""
        lengths = np.diff(self.starts)[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Counts(starts, self.features[places], self.times[places])


def count(
    readings: Iterable[Reading], blocks: Sequence[Block], numbers: Sequence[Mapping[str, int]]
) -> Counts:
    """Count features by the numbers that each block gives them; unknown ones are left out."""
    lengths: list[int] = []
    found: list[int] = []
    for reading in readings:
        before = len(found)
        for block, known in zip(blocks, numbers, strict=True):
            found.extend(map(known.get, block.grams(reading), repeat(-1)))
        lengths.append(len(found) - before)
    return _counted(lengths, np.array(found, dtype=np.int64))


def learn(readings: Iterable[Reading], blocks: Sequence[Block]) -> tuple[Counts, list[str]]:
    """Count all features; also the feature of each number, its block's letter first."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    lengths: list[int] = []
    found = array("q")
    for reading in readings:
        before = len(found)
        for block in blocks:
            found.extend(numbers[f"{block.letter}{gram}"] for gram in block.grams(reading))
        lengths.append(len(found) - before)
    return _counted(lengths, np.frombuffer(found, dtype=np.int64)), list(numbers)


def _counted(lengths: list[int], features: Ints) -> Counts:
    rows = np.repeat(np.arange(len(lengths)), lengths)
    known = features >= 0
    rows, features = rows[known], features[known]
    width = int(features.max()) + 1 if len(features) else 1
    keys = np.sort(rows * width + features)
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    times = np.diff(first, append=len(keys))
    keys = keys[first]
    starts = np.searchsorted(keys, np.arange(len(lengths) + 1) * width)
    return Counts(starts, keys % width, times.astype(np.float32))


@dataclass(frozen=True)
class Vocabulary:
    """The features that a model knows, each with its block and the weight of its rarity."""

    blocks: Sequence[Block]
    names: Sequence[str]
    rarity: Floats

    @classmethod
    def of(cls, counts: Counts, names: Sequence[str], blocks: Sequence[Block]) -> "Vocabulary":
        """Rarity of each feature in these messages; 0 where too few of them have it."""
        have = np.bincount(counts.features, minlength=len(names))
        least = np.array([each.least for each in blocks])[_block_of(names, blocks)]
        rarity = np.log((1 + len(counts)) / (1 + have)) + 1
        return cls(blocks, names, np.where(have >= least, rarity, 0).astype(np.float32))

    @cached_property
    def block(self) -> Ints:
        return _block_of(self.names, self.blocks)

    @property
    def letters(self) -> NDArray[np.str_]:
        """The letter of each feature's block."""
        return np.array([block.letter for block in self.blocks])[self.block]

    @cached_property
    def numbers(self) -> list[dict[str, int]]:
        """For every block its features' numbers, without the block's letter."""
        known: list[dict[str, int]] = [{} for _ in self.blocks]
        for number, (name, block) in enumerate(zip(self.names, self.block.tolist(), strict=True)):
            known[block][name[1:]] = number
        return known

    def kept(self) -> tuple["Vocabulary", Ints]:
        """Without the features that are left out; also the new number of each old one, or -1."""
        keep = np.flatnonzero(self.rarity)
        new = np.full(len(self.names), -1)
        new[keep] = np.arange(len(keep))
        names = [self.names[number] for number in keep.tolist()]
        return Vocabulary(self.blocks, names, self.rarity[keep]), new

    def weigh(self, counts: Counts) -> Floats:
        """The value of every entry: (1 + ln times) x rarity, each block brought to its length."""
        values = (1 + np.log(counts.times)) * self.rarity[counts.features]
        part = counts.rows * len(self.blocks) + self.block[counts.features]
        squares = np.bincount(part, weights=values**2, minlength=len(counts) * len(self.blocks))
        lengths = np.array([each.length for each in self.blocks], dtype=np.float32)
        scale = np.tile(lengths, len(counts)) / np.sqrt(np.maximum(squares, 1e-12))
        return np.asarray(values * scale[part], dtype=np.float32)


def _block_of(names: Sequence[str], blocks: Sequence[Block]) -> Ints:
    """The block of each feature, by its letter."""
    place = {block.letter: number for number, block in enumerate(blocks)}
    return np.fromiter((place[name[0]] for name in names), dtype=np.int64, count=len(names))
