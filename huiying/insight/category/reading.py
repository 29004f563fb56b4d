"""Many messages read at once: their words and characters as hashes in arrays, without a string each.

A gram is a word or a run of characters. Its hash is a sum over its characters times powers of an odd
number, modulo 2**64, so the hashes of all grams come from one running sum of the whole text. What was
a word of a dictionary a million times over is a few steps of numpy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import rjieba
from numpy.typing import NDArray

from huiying.insight.message import Message

Ints = NDArray[np.int64]
Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
MOST_CHARACTERS = 1_500  # of a detail; longer ones repeat themselves
TABLE = 1 << 16
END, SPACE, STAR = 0, 32, 42
_BASE = 0x9E3779B97F4A7C15
_BACK = pow(_BASE, -1, 1 << 64)


@dataclass(frozen=True)
class Grams:
    """Pieces of a text: whose each is (a row), where it stands in the text, how many characters."""

    rows: Ints
    starts: Ints
    lengths: Ints
    text: "Text"

    @cached_property
    def hashes(self) -> Hashes:
        return self.text.hashes(self.starts, self.lengths)

    def spelled(self, chosen: Ints) -> list[str]:
        """The chosen grams as people read them."""
        starts, lengths = self.starts[chosen].tolist(), self.lengths[chosen].tolist()
        whole = self.text.codes.tobytes().decode("utf-32-le", "replace")
        return [
            whole[start : start + length] for start, length in zip(starts, lengths, strict=True)
        ]


@dataclass(frozen=True)
class Text:
    """Characters after one another, and the row that each belongs to."""

    codes: Codes
    rows: Ints

    def runs(self, longest: int) -> Grams:
        """All runs of one to `longest` neighbours; none reaches from one row into the next."""
        starts, lengths = [], []
        for size in range(1, longest + 1):
            count = max(len(self.codes) - size + 1, 0)
            inside = np.flatnonzero(self.rows[:count] == self.rows[len(self.rows) - count :])
            starts.append(inside)
            lengths.append(np.full(len(inside), size))
        start = np.concatenate(starts)
        return Grams(self.rows[start], start, np.concatenate(lengths), self)

    def hashes(self, starts: Ints, lengths: Ints) -> Hashes:
        """The hashes of the pieces that begin and end there."""
        powers, back = _powers(1 << len(self.codes).bit_length())
        sums = np.zeros(len(self.codes) + 1, dtype=np.uint64)
        np.cumsum(_mixed(self.codes) * powers[: len(self.codes)], out=sums[1:])
        found: Hashes = (sums[starts + lengths] - sums[starts]) * back[starts]
        return found ^ (found >> np.uint64(32))


class Read:
    """Messages, normalised together: half-width, lower case, one star for what was masked."""

    def __init__(self, messages: Sequence[Message]) -> None:
        parts = [part for one in messages for part in (one.title, one.detail[:MOST_CHARACTERS])]
        whole = "\0".join(parts)
        if whole.count("\0") >= max(len(parts), 1):
            whole = "\0".join(part.replace("\0", " ") for part in parts)
        codes = np.frombuffer(whole.encode("utf-32-le", "replace"), dtype=np.uint32)
        codes = np.where(codes < TABLE, _plain()[np.minimum(codes, TABLE - 1)], codes)
        part = np.cumsum(codes == END)
        star = codes == STAR
        star[1:] &= star[:-1]
        star[:1] = False
        kept = np.flatnonzero(~star & ((codes != SPACE) | (part % 2 == 0)))
        self._codes, self._part = codes[kept], part[kept]

    @cached_property
    def words(self) -> Grams:
        """The words of title and detail; signs and spaces are among them."""
        return _pieces(rjieba.cut(self._whole))

    @cached_property
    def parts(self) -> Grams:
        """The words, and the shorter words inside long ones."""
        return _pieces(rjieba.cut_for_search(self._whole))

    @property
    def _whole(self) -> str:
        return self._codes.tobytes().decode("utf-32-le", "replace")

    @cached_property
    def title(self) -> Text:
        """The characters of the titles."""
        return self._of(0)

    @cached_property
    def detail(self) -> Text:
        """The characters of the details."""
        return self._of(1)

    def _of(self, which: int) -> Text:
        own = (self._part % 2 == which) & (self._codes != END) & (self._codes != SPACE)
        return Text(self._codes[own], self._part[own] // 2)


def _pieces(cut: Sequence[str]) -> Grams:
    """What a segmenter told, in order; the ends of titles and details are among it."""
    codes = np.frombuffer("".join(cut).encode("utf-32-le", "replace"), dtype=np.uint32)
    lengths = np.fromiter(map(len, cut), dtype=np.int64, count=len(cut))
    starts = np.cumsum(lengths) - lengths
    rows = np.cumsum(codes == END) // 2
    said = np.flatnonzero(codes[starts] != END)
    return Grams(rows[starts[said]], starts[said], lengths[said], Text(codes, rows))


def hashes_of(names: Sequence[str]) -> Hashes:
    """The hashes of grams that are spelled out."""
    lengths = np.array([len(name) for name in names], dtype=np.int64)
    codes = np.frombuffer("".join(names).encode("utf-32-le", "replace"), dtype=np.uint32)
    text = Text(codes, np.zeros(len(codes), dtype=np.int64))
    return text.hashes(np.cumsum(lengths) - lengths, lengths)


def _mixed(codes: Codes) -> Hashes:
    """A large number for each character, so that no sums of few are equal."""
    mixed = (codes.astype(np.uint64) + np.uint64(1)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(31)
    mixed *= np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(29))


@cache
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """The powers of the base, and of what undoes it."""
    one = np.ones(1, dtype=np.uint64)
    return (
        np.cumprod(np.concatenate([one, np.full(count, _BASE, dtype=np.uint64)])),
        np.cumprod(np.concatenate([one, np.full(count, _BACK, dtype=np.uint64)])),
    )


@cache
def _plain() -> Codes:
    """For each character its half-width, lower-case form; one space for any white space."""
    table = np.arange(TABLE, dtype=np.uint32)
    table[0xFF01:0xFF5F] -= 0xFEE0
    for code in range(1, TABLE):
        character = chr(int(table[code]))
        if character.isspace():
            table[code] = SPACE
        elif len(lower := character.lower()) == 1:
            table[code] = ord(lower)
    return table
