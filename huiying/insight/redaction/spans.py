"""What a finding is, and the text in which it is looked for."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a private detail is."""

    PHONE = "phone"
    ID = "id"
    CARD = "card"
    PLATE = "plate"
    EMAIL = "email"
    ACCOUNT = "account"
    HOUSE = "house"
    PERSON = "person"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`text[start:end]` is a detail of this kind; `why` names the rule that found it."""

    start: int
    end: int
    kind: Kind
    why: str = ""

    def overlaps(self, other: "Finding") -> bool:
        return self.start < other.end and other.start < self.end


def fold(text: str) -> str:
    """Half-width characters, place by place: the result is exactly as long as the text."""
    return "".join(map(_fold_one, text))


def _fold_one(character: str) -> str:
    if character.isascii() or "\u4e00" <= character <= "\u9fff":
        return character
    if character in _DASHES:
        return "-"
    if character in _BLANKS:
        return " "
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


_DASHES = frozenset("‐‑‒–—―−－─")
_BLANKS = frozenset("\u00a0\u2002\u2003\u2009\u3000\u200a\u202f")


def without_overlaps(findings: list[Finding]) -> list[Finding]:
    """In the order of the text; of two that overlap, the one listed first stays."""
    kept: list[Finding] = []
    for finding in findings:
        if not any(finding.overlaps(other) for other in kept):
            kept.append(finding)
    return sorted(kept)
