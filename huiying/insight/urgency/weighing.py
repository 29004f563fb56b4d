"""Words of danger: raise a request to P1 or P2, for a person to confirm.

A missed emergency costs more than a false alarm, so the threshold is set for recall. Points are
added up in the open: what kind of danger is named, whether it is happening now, whether people are
in it; and taken off when the text asks about rules, prices or papers, gives thanks, or tells of old
times. What the lists do not raise is raised when it sounds like an emergency (`likely`), for nobody can
list everything that may happen to people.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from huiying.insight.redaction.spans import fold
from huiying.insight.urgency.kinds import Danger
from huiying.insight.urgency.likely import Likely, likely
from huiying.insight.urgency.telling import ORDINARY, TELLING
from huiying.insight.urgency.words import (
    CALM,
    HARMLESS,
    NOW,
    PAST,
    PEOPLE,
    PERHAPS,
    SIGNS,
    STRONG,
)


class Level(IntEnum):
    """The priority to propose; NONE proposes nothing."""

    NONE = 0
    DANGER = 1
    OUTAGE = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """Words of the text and the kind of danger they name."""

    kind: Danger
    words: str


@dataclass(frozen=True, slots=True)
class Urgency:
    """What is proposed, with what points (RAISE or more), and for which words."""

    level: Level
    points: float
    reasons: tuple[Reason, ...]


RAISE = 2.0
"""Points from which a case is proposed for P1 or P2."""


IN_TITLE = 0.6
"""Points more when a strong sign stands in the title."""
BEFORE = 18
"""Characters before a sign in which words of maybe and of old times are looked for."""
NEAR = 40
"""Characters around a sign in which words of now and people are looked for; of a strong one anywhere."""
LESS = 0.4
"""What a sign is worth of its points after such words; also the most that now may add to it."""


def urgency_of(title: str, detail: str = "") -> Urgency:
    """What to propose for a request, and why. Takes the whole text as it was written."""
    named = named_in(title, detail)
    if named.level is not Level.NONE:
        return named
    told = likely(f"{title}\n{detail}")
    return named if told is None else _told(named, told)


def named_in(title: str, detail: str = "") -> Urgency:
    """By what the lists name, whatever it sounds like."""
    text = ORDINARY.sub("□", HARMLESS.sub("□", fold(f"{title}\n{detail}")))
    found = _signs(text)
    if not found:
        return Urgency(Level.NONE, 0.0, ())
    points = _points(text, found)
    if detail and any(sign.weight >= STRONG and sign.reason.words in title for sign in found):
        points += IN_TITLE
    reasons = tuple(sign.reason for sign in found)
    if points < RAISE:
        return Urgency(Level.NONE, points, reasons)
    dangers = any(reason.kind != Danger.OUTAGE for reason in reasons)
    return Urgency(Level.DANGER if dangers else Level.OUTAGE, points, reasons)


def _told(named: Urgency, told: Likely) -> Urgency:
    """By how it sounds; words of the lists that did not suffice stay beside it."""
    level = Level.OUTAGE if told.is_outage else Level.DANGER
    reasons = (Reason(Danger.TOLD, told.fragment), *named.reasons)
    return Urgency(level, RAISE + told.score, reasons)


@dataclass(frozen=True, slots=True)
class _Sign:
    """Words of danger, what they weigh by themselves, and what the words beside them add."""

    weight: float
    beside: float
    reason: Reason


def _signs(text: str) -> list[_Sign]:
    """The heaviest sign of each kind."""
    found: dict[Danger, _Sign] = {}
    for kind, heaviest, pattern in (*SIGNS, *TELLING):
        for hit in pattern.finditer(text):
            sign = _sign(text, hit, kind, heaviest)
            if kind not in found or sign.weight > found[kind].weight:
                found[kind] = sign
    return list(found.values())


def _sign(text: str, hit: re.Match[str], kind: Danger, heaviest: float) -> _Sign:
    before = max(0, hit.start() - BEFORE)
    is_less = any(each.search(text, before, hit.start()) for each in (PERHAPS, PAST))
    weight = heaviest * LESS if is_less else heaviest
    near = text
    if weight < STRONG:
        near = text[max(0, hit.start() - NEAR) : hit.end() + NEAR]
    beside = min(0.6 * len(set(NOW.findall(near))), LESS * weight)
    return _Sign(weight, beside + (0.3 if PEOPLE.search(near) else 0.0), Reason(kind, hit.group()))


def _points(text: str, found: list[_Sign]) -> float:
    """The heaviest danger with what stands beside it, a quarter of two more; less what sounds calm."""
    first, *others = sorted(found, key=lambda sign: -sign.weight - sign.beside)
    calm = min(3, len(set(CALM.findall(text)))) * 0.9
    return first.weight + first.beside + sum(sign.weight for sign in others[:2]) / 4 - calm
