"""Words of danger: raise a request to P1 or P2, for a person to confirm.

A missed emergency costs more than a false alarm, so the threshold is set for recall. Points are
added up in the open: what kind of danger is named, whether it is happening now, whether people are
in it; and taken off when the text asks about rules, prices or papers, gives thanks, or tells of old
times.
"""

from dataclasses import dataclass
from enum import IntEnum

from huiying.insight.redaction.spans import fold
from huiying.insight.urgency.words import CALM, HARMLESS, NOW, PEOPLE, PERHAPS, SIGNS, Danger


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
"""Points more when the danger stands in the title."""


def urgency_of(title: str, detail: str = "") -> Urgency:
    """What to propose for a request, and why. Takes the whole text as it was written."""
    text = HARMLESS.sub("□", fold(f"{title}\n{detail}"))
    found = _signs(text)
    if not found:
        return Urgency(Level.NONE, 0.0, ())
    points = _points(text, found)
    if detail and any(reason.words in title for _, reason in found):
        points += IN_TITLE
    if points < RAISE:
        return Urgency(Level.NONE, points, tuple(reason for _, reason in found))
    dangers = any(reason.kind != Danger.OUTAGE for _, reason in found)
    level = Level.DANGER if dangers else Level.OUTAGE
    return Urgency(level, points, tuple(reason for _, reason in found))


def _signs(text: str) -> list[tuple[float, Reason]]:
    """The heaviest sign of each kind."""
    found: dict[Danger, tuple[float, Reason]] = {}
    for kind, heaviest, pattern in SIGNS:
        for hit in pattern.finditer(text):
            perhaps = PERHAPS.search(text, max(0, hit.start() - 12), hit.start())
            weight = heaviest / 2 if perhaps else heaviest
            if kind not in found or weight > found[kind][0]:
                found[kind] = (weight, Reason(kind, hit.group()))
    return list(found.values())


def _points(text: str, found: list[tuple[float, Reason]]) -> float:
    """The heaviest danger, half of one more; now and people; less what sounds calm."""
    weights = sorted((weight for weight, _ in found), reverse=True)
    danger = weights[0] + 0.5 * sum(weights[1:3]) / 2
    now = min(2, len(set(NOW.findall(text)))) * 0.6
    calm = min(3, len(set(CALM.findall(text)))) * 0.9
    return danger + now + (0.3 if PEOPLE.search(text) else 0.0) - calm
