"""The signature of one text, and how alike one text is to a few: no array library, so that the web
process stays small. `huiying.insight.signatures` makes the same bands for many texts at once.

Whole numbers are computed in lanes of one very long number, which Python multiplies as fast as an
array library would: 300 characters take half a millisecond.
"""

import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, pairwise
from math import log, sqrt
from operator import mul

from huiying.insight.characters import COMMON, COMMON_WEIGHT, DIGIT_WEIGHT, TABLE, plain_form

BANDS = 20
ROWS = 2
# fmt: off
FACTORS = (
    169904515, 2011923103, 3097796277, 2209592311, 2947391979, 3710944031, 647844531, 3090037329,
    2085503141, 1433061373, 2138309015, 3786840483, 2413904113, 2228153347, 3040075139, 2247710225,
    3946826735, 3102926919, 3787286265, 1919496579, 3477628095, 3652412763, 150299125, 2937815299,
    728001241, 2860369349, 718248439, 4066174741, 1489917113, 3237112543, 4086056431, 395214927,
    2950532079, 3548212481, 1269032885, 2384975469, 147711815, 993599085, 2961408277, 4221794251,
)
# fmt: on
"""One odd number for each hash function, drawn once: stored bands must stay comparable."""
ROW_MIX, BAND_MIX = 0x7FEB352D, 0xBF58476D1CE4E5B9
OF_WHOLE = 10
"""Bands of the whole text that are stored; with all BANDS of the title they find two of three pairs of
cases about one matter in different words, and nearly all that repeat each other."""
READ = 600
"""Characters of a text that `likenesses` compares."""

_32, _64 = (1 << 32) - 1, (1 << 64) - 1
_FLOAT, _WHOLE = struct.Struct("<f"), struct.Struct("<I")
_TIMES = (0.0, *(1 + log(count) for count in range(1, READ)))
"""What a pair weighs that comes so often."""
_MENDED = tuple(times * times - count for count, times in enumerate(_TIMES))
"""By how much its square is more than that of as many single ones."""


class _Forms(dict[int, str]):
    """Character → its plain form, filled as characters come."""

    def __missing__(self, code: int) -> str:
        form = plain_form(chr(code))
        if code < TABLE:
            self[code] = form
        return form


class _Weights(dict[str, float]):
    """Character → the share that it gives to the weight of a pair."""

    def __missing__(self, character: str) -> float:
        weight = 1.0
        if character in COMMON:
            weight = _single(COMMON_WEIGHT)
        elif character in "0123456789":
            weight = _single(DIGIT_WEIGHT)
        self[character] = weight
        return weight


class _Squares(dict[str, float]):
    """Character → the square of that share."""

    def __missing__(self, character: str) -> float:
        weight = _WEIGHTS[character]
        self[character] = weight * weight
        return self[character]


_FORMS, _WEIGHTS, _SQUARES = _Forms(), _Weights(), _Squares()


def signature(text: str, most: int = BANDS) -> tuple[int, ...]:
    """The first bands of one text, each from 0 to 2**31 - 1; () of a text without two characters."""
    classes = _hashes(plain_of(text))
    if not classes:
        return ()
    lanes = b"".join(struct.pack(f"<{len(own)}Q", *own) for own in classes.values())
    packed = int.from_bytes(lanes, "little")
    mask = int.from_bytes(struct.pack("<Q", _32) * (len(lanes) // 8), "little")
    ends = _ends([len(own) for own in classes.values()])
    scales = [_single(1 / weight) for weight in classes]
    bands = []
    for band in range(most):
        folded = band
        for row in range(ROWS):
            hashed = (packed * FACTORS[band * ROWS + row]) & mask
            hashed = ((hashed ^ (hashed >> 16)) & mask) * ROW_MIX & mask
            numbers = memoryview(hashed.to_bytes(len(lanes), "little")).cast("Q")
            least = min(
                _single(_single(min(numbers[start:end])) * scale)
                for (start, end), scale in zip(ends, scales, strict=True)
            )
            folded = ((folded ^ _WHOLE.unpack(_FLOAT.pack(least))[0]) * BAND_MIX) & _64
            folded ^= folded >> 29
        bands.append(folded >> 33)
    return tuple(bands)


def keys_of(title: str, text: str) -> tuple[int, ...]:
    """What is stored of a case and looked up for another: bands of the whole, and of the title (below
    0, so that they meet only their like)."""
    whole = signature(f"{title}\n{text}", OF_WHOLE)
    return (*whole, *(-1 - band for band in signature(title)))


def plain_of(text: str) -> str:
    """The text as it is compared: letters and digits alone, half-width, in lower case."""
    return text.translate(_FORMS)


def likenesses(text: str, others: Iterable[str]) -> list[float]:
    """How alike a text is to each of others, 0 to 1: the cosine of their pairs of characters, rare
    characters weighing more. As `duplicates.scores.scores` but for its hashing, on READ characters.

    A pair weighs its own weight times (1 + ln count). Only the pairs that both have are weighed one by
    one: the length of the other is summed along its characters and mended for what comes twice.
    """
    plain = plain_of(text[:READ])
    counts = Counter(_pairs(plain))
    mine = {pair: _square_of(pair) * _TIMES[count] for pair, count in counts.items()}
    length = _square_length(plain, counts)
    return [_cosine(mine, length, plain_of(other[:READ])) for other in others]


def _cosine(mine: Mapping[int, float], length: float, plain: str) -> float:
    counts = Counter(_pairs(plain))
    shared = mine.keys() & counts.keys()
    if not shared:
        return 0.0
    product = sum([mine[pair] * _TIMES[counts[pair]] for pair in shared])
    return round(min(product / sqrt(length * _square_length(plain, counts)), 1.0), 4)


def _pairs(plain: str) -> list[int]:
    """Each two neighbours as one number, plain forms having 16 bits: those at even places, then at odd."""
    view = memoryview(plain.encode("utf-16-le"))
    even, odd = len(plain) // 2 * 4, max(len(plain) - 1, 0) // 2 * 4
    return view[:even].cast("I").tolist() + view[2 : 2 + odd].cast("I").tolist()


def _square_of(pair: int) -> float:
    return _SQUARES[chr(pair & 0xFFFF)] * _SQUARES[chr(pair >> 16)]


def _square_length(plain: str, counts: Mapping[int, int]) -> float:
    squares = list(map(_SQUARES.__getitem__, plain))
    twice = [_square_of(pair) * _MENDED[count] for pair, count in counts.items() if count > 1]
    return float(sum(map(mul, squares, islice(squares, 1, None)))) + sum(twice)


def _hashes(plain: str) -> Mapping[float, Sequence[int]]:
    """The hashes of the pairs of neighbours by their weight, each once."""
    classes: defaultdict[float, set[int]] = defaultdict(set)
    for first, second in set(pairwise(plain)):
        mixed = (ord(first) * 0x9E3779B1 + ord(second) * 0x85EBCA6B) & _32
        mixed = ((mixed ^ (mixed >> 15)) * 0x2C1B3C6D) & _32
        classes[_single(_WEIGHTS[first] * _WEIGHTS[second])].add(mixed ^ (mixed >> 13))
    return {weight: list(own) for weight, own in classes.items()}


def _ends(sizes: Sequence[int]) -> list[tuple[int, int]]:
    ends, place = [], 0
    for size in sizes:
        ends.append((place, place + size))
        place += size
    return ends


def _single(number: float) -> float:
    """The number in single precision, as arrays hold it."""
    return float(_FLOAT.unpack(_FLOAT.pack(number))[0])
