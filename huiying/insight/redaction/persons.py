"""Personal names: a surname, characters of given names, and the words around, weighed together.

No statistical model: every point below can be read, and the reason stands in the finding.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import rjieba

from huiying.insight.redaction import around, names
from huiying.insight.redaction.spans import Finding, Kind, fold

ENOUGH = 3.6
"""Points from which a candidate is proposed."""
MOST_AROUND = 9.0
"""The most that the words around can give."""
LIST = ("、", "和", "与", "及", "/")
BESIDE = 1.5
"""Points for standing beside a name in a list."""
LOOK_BACK = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """`text[start:end]` might be a name; points tell how much speaks for it."""

    start: int
    end: int
    points: float
    why: str


def find_persons(text: str) -> list[Finding]:
    """Every full personal name, in the order of the text; a name once found is found again."""
    folded = fold(text)
    candidates = _candidates(folded)
    chosen = _best(candidates)
    chosen = _best(_in_lists(folded, candidates, chosen))
    chosen = _best(chosen + _again(folded, chosen))
    return [Finding(c.start, c.end, Kind.PERSON, c.why) for c in sorted(chosen, key=_place)]


def _place(candidate: Candidate) -> int:
    return candidate.start


def _best(candidates: list[Candidate]) -> list[Candidate]:
    """Those that reach ENOUGH; of overlapping ones the one with most points."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (-c.points, c.start)):
        if candidate.points < ENOUGH:
            break
        if all(candidate.end <= other.start or other.end <= candidate.start for other in kept):
            kept.append(candidate)
    return kept


def _candidates(text: str) -> list[Candidate]:
    joints = _joints(text)
    shaped = ((s, e, _own(text, s, e, surname, joints)) for s, e, surname in _shapes(text))
    likely = [_weigh(text, s, e, own) for s, e, own in shaped if own + MOST_AROUND >= ENOUGH]
    return likely + list(_minority(text))


def _shapes(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and length of the surname of whatever could be a name by its characters."""
    for start, character in enumerate(text):
        if text[start : start + 2] in names.COMPOUND:
            yield from _given(text, start, 2)
        if character in names.COMMON or character in names.AMBIGUOUS:
            yield from _given(text, start, 1)


def _given(text: str, start: int, surname: int) -> Iterator[tuple[int, int, int]]:
    for length in (1, 2):
        end = start + surname + length
        if end <= len(text) and all(map(_is_han, text[start:end])):
            yield start, end, surname


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _own(text: str, start: int, end: int, surname: int, joints: frozenset[int]) -> float:
    """Points without the words around."""
    return _shape(text[start:end], surname) + _cut(text, start, end, surname, joints)


def _weigh(text: str, start: int, end: int, own: float) -> Candidate:
    left, why = _left(text[max(0, start - LOOK_BACK) : start])
    return Candidate(start, end, own + left + _right(text, end), why)


def _left(before: str) -> tuple[float, str]:
    if around.NAMED.search(before):
        return 4.0, "name announced"
    if around.ROLE.search(before):
        return 3.0, "role before"
    if around.START.search(before):
        return 1.0, "start of a clause"
    if around.WEAK.search(before):
        return 1.5, "word before"
    return 0.0, "shape"


def _right(text: str, end: int) -> float:
    if around.MASKED.match(text, end) or around.CUT.match(text, end):
        return -4.0
    if around.PERSONAL.match(text, end):
        return 5.0
    if around.TITLE.match(text, end):
        return 3.0
    if around.PLACE.match(text, end):
        return -4.0
    if around.AFTER.match(text, end):
        return 1.5
    return 1.0 if around.STOP.match(text, end) else 0.0


@lru_cache(maxsize=65536)
def _shape(whole: str, surname: int) -> float:
    """What the characters themselves say."""
    given = whole[surname:]
    if "某" in whole:
        return -9.0  # masked already
    points = 0.7 if len(given) == 2 else 0.0
    points += 1.0 if surname == 2 else 0.5 if whole[0] in names.COMMON else -0.5
    points += sum(map(_character, given))
    if whole in names.HISTORICAL:
        points -= 4.0
    if whole[-1] in around.TAIL:
        points -= 3.0
    if around.TITLE.fullmatch(given):
        points -= 6.0
    if whole[0] in names.FUNCTION and surname == 1:
        points -= 0.5 + _dictionary(given)  # 都知道, 经联系, 连教师
    return points - _dictionary(whole)


@lru_cache(maxsize=8192)
def _character(character: str) -> float:
    if character in names.SOFT_NEVER:
        return -0.5
    if character in names.NEVER:
        return -2.5
    return 0.8 if character in names.GIVEN else -0.2


@lru_cache(maxsize=8192)
def _dictionary(whole: str) -> float:
    """Points off for what the dictionary knows as another word."""
    if not rjieba.has_word(whole):
        return 0.0
    return 0.0 if rjieba.tag(whole, False)[0][1] == "nr" else 2.5


def _joints(text: str) -> frozenset[int]:
    """Where words of the dictionary end and begin."""
    place, found = 0, [0]
    for word in rjieba.cut(text, False):
        place += len(word)
        found.append(place)
    return frozenset(found)


def _cut(text: str, start: int, end: int, surname: int, joints: frozenset[int]) -> float:
    """Points off for a name that begins or ends inside a word, or is a word and a rest."""
    points = (0.0 if start in joints else -2.5) + (0.0 if end in joints else -1.5)
    if end - start == 3 and surname == 1 and start + 1 not in joints and start + 2 in joints:
        points -= 1.0 if text[start] in names.COMMON else 2.0
    return points


def _minority(text: str) -> Iterator[Candidate]:
    """Names written by their sound: two or more parts, or one part where a name is expected."""
    for hit in _SOUNDS.finditer(text):
        left, why = _left(text[max(0, hit.start() - LOOK_BACK) : hit.start()])
        parts = len(_PART.findall(hit.group()))
        points = 1.2 * parts + 0.5 + left + _right(text, hit.end())
        yield Candidate(hit.start(), hit.end(), points, why)


_ANY_PART = "|".join(sorted(names.MINORITY, key=len, reverse=True))
_PART = re.compile(_ANY_PART)
_SOUNDS = re.compile(
    rf"(?:{_ANY_PART})(?:·?(?:{_ANY_PART}))*(?:[{''.join(sorted(names.MINORITY_TAIL))}]?)"
)


def _in_lists(text: str, candidates: list[Candidate], chosen: list[Candidate]) -> list[Candidate]:
    """The candidates, those that stand in a list beside a name with more points."""
    starts, ends = {c.start for c in chosen}, {c.end for c in chosen}
    return [
        replace(c, points=c.points + BESIDE)
        if (text[c.start - 1 : c.start] in LIST and c.start - 1 in ends)
        or (text[c.end : c.end + 1] in LIST and c.end + 1 in starts)
        else c
        for c in candidates
    ]


def _again(text: str, chosen: list[Candidate]) -> list[Candidate]:
    """Other places of the names found, unless a place or a firm is called so there."""
    found = []
    for name in {text[c.start : c.end] for c in chosen if c.end - c.start > 2}:
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if not around.PLACE.match(text, end):
                found.append(Candidate(start, end, ENOUGH, "named elsewhere"))
            start = text.find(name, end)
    return found
