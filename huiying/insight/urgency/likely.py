"""How likely a message tells of an emergency, by characters and pairs of them, where no list names it.

A linear model weighs stretches of a message of some sixty characters; the stretch that sounds most
like danger counts, a little less the longer the message is, since a long letter has more chances to
sound so by accident. The weights are learned from invented sentences
(`scripts/insight/urgency/`) by `scripts/insight/train_urgency.py`. No arrays: the web process reads it.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from huiying.insight.redaction.spans import fold

WEIGHTS = Path(__file__).with_name("weights.tsv")
LONG = 60
"""Characters of a stretch, whole clauses, unless one clause is longer."""
STEP = 20
"""Characters after which the next stretch begins: each clause lies in two or three of them."""
LENGTH = 1.0
"""What a message loses for each e-fold of its number of stretches."""
COST = 0.3
"""What a character costs in a shown fragment, so that it ends where little speaks for danger."""

SHORT = 12
"""Characters from which the end of a sentence ends a stretch."""

_END = re.compile(r"[。！？!?;；\n]")
_BREAK = re.compile(r"[^\w%。]|_")
_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile(r"[^，。]+")


@dataclass(frozen=True, slots=True)
class Likely:
    """What sounds like an emergency: by how much it passes the threshold, and the words that speak most."""

    score: float
    is_outage: bool
    fragment: str


@dataclass(frozen=True, slots=True)
class Weights:
    """What a pair of characters weighs for danger, for an outage rather, and how seldom it is."""

    of: Mapping[str, tuple[float, float, float]]
    bias: float
    outage_bias: float
    threshold: float


def plain(text: str) -> str:
    """Ends of sentences 。, other breaks ，, digits 0, place by place: as long as the text."""
    breaks = _BREAK.sub("，", _END.sub("。", fold(text)))
    return _DIGIT.sub("0", breaks.translate(_LOWER))


_LOWER = {letter: letter + 32 for letter in range(ord("A"), ord("Z") + 1)}


def stretches(text: str) -> list[tuple[int, int]]:
    """The stretches of a plain text to be weighed, each a run of whole clauses."""
    clauses = [hit.span() for hit in _CLAUSE.finditer(text)]
    found: list[tuple[int, int]] = []
    first = 0
    while first < len(clauses):
        start, last = clauses[first][0], first
        while last + 1 < len(clauses) and not _is_whole(text, start, clauses, last):
            last += 1
        found.append((start, clauses[last][1]))
        if last + 1 == len(clauses):
            break
        first = _next(text, clauses, first, last)
    return found


def _is_whole(text: str, start: int, clauses: list[tuple[int, int]], last: int) -> bool:
    """Whether a stretch ends here: with a sentence, or since the next clause would make it too long."""
    end = clauses[last][1]
    ends = end - start >= SHORT and _is_end(text, clauses, last)
    return ends or clauses[last + 1][1] - start > LONG


def _is_end(text: str, clauses: list[tuple[int, int]], last: int) -> bool:
    return "。" in text[clauses[last][1] : clauses[last + 1][0]]


def _next(text: str, clauses: list[tuple[int, int]], first: int, last: int) -> int:
    """Where the next stretch begins: a little further, or after a sentence that this one ends with."""
    if _is_end(text, clauses, last):
        return last + 1
    start = clauses[first][0]
    first += 1
    while first <= last and clauses[first][0] - start < STEP:
        first += 1
    return first


def grams(stretch: str) -> Iterator[str]:
    """Every character and every pair, the ends marked; which break it is does not matter."""
    framed = f"^{stretch.replace('。', '，')}$"
    yield from framed[1:-1]
    yield from map("".join, pairwise(framed))


def likely(text: str) -> Likely | None:
    """What makes a message sound like an emergency; None where nothing does."""
    weights = read_weights()
    same = plain(text)
    spans = stretches(same)
    if not spans:
        return None
    needed = weights.threshold + LENGTH * math.log(len(spans))
    scored = [(_weigh(same[start:end], weights), start, end) for start, end in spans]
    (score, is_outage), start, end = max(scored)
    if score < needed:
        return None
    return Likely(score - needed, is_outage, _fragment(text, same, (start, end), weights))


def _weigh(stretch: str, weights: Weights) -> tuple[float, bool]:
    known = weights.of
    danger = outage = square = 0.0
    for gram in set(grams(stretch)):
        if gram in known:
            for_danger, for_outage, rare = known[gram]
            danger += for_danger
            outage += for_outage
            square += rare
    length = math.sqrt(square) or 1.0
    return danger / length + weights.bias, outage / length + weights.outage_bias > 0


def _fragment(text: str, same: str, span: tuple[int, int], weights: Weights) -> str:
    """The run of characters in one clause that speaks most for danger: the greatest sum, in one pass."""
    best = (0.0, *span)
    run, begin = 0.0, span[0]
    for place in range(*span):
        run += _speaks(same, place, weights.of) - COST
        if run <= 0 or same[place] in "，。":
            run, begin = 0.0, place + 1
        elif run > best[0]:
            best = (run, begin, place + 1)
    return text[best[1] : best[2]]


def _speaks(same: str, place: int, known: Mapping[str, tuple[float, float, float]]) -> float:
    """A character's own weight and half of the pairs it stands in."""
    nothing = (0.0, 0.0, 0.0)
    before, after = same[max(0, place - 1) : place + 1], same[place : place + 2]
    return (
        known.get(same[place], nothing)[0]
        + (known.get(before, nothing)[0] + known.get(after, nothing)[0]) / 2
    )


@cache
def read_weights() -> Weights:
    """The weights beside this file, read once: a line a gram, hundredths."""
    head, *lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
    bias, outage_bias, threshold = (int(value) / 100 for value in head.split("\t")[:3])
    of = {}
    for line in lines:
        gram, danger, outage, rare = line.split("\t")
        rarity = int(rare) / 100
        of[gram] = (int(danger) / 100, int(outage) / 100, rarity * rarity)
    return Weights(of, bias, outage_bias, threshold)
