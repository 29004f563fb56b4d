"""Private details in what is to be published: found, shown, masked as somebody decided.

A decision holds for the words wherever they stand. It travels as a token, `kind:words`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huiying.insight.redaction.doors import find_doors
from huiying.insight.redaction.masking import masked_words
from huiying.insight.redaction.numbers import find_numbers
from huiying.insight.redaction.spans import Finding, Kind, without_overlaps

DECIDED_ANYWAY = frozenset(Kind) - {Kind.HOUSE, Kind.PERSON}
"""Numbers and addresses that point at a person are never published."""


@dataclass(frozen=True)
class Detail:
    """Words that point at a person, how often they stand there, and what gave them away."""

    kind: Kind
    words: str
    why: str
    times: int

    @property
    def token(self) -> str:
        return f"{self.kind}:{self.words}"

    @property
    def masked(self) -> str:
        return masked_words(self.words, self.kind)

    @property
    def is_number(self) -> bool:
        return self.kind in DECIDED_ANYWAY


@dataclass(frozen=True)
class Masking:
    """What is known of the texts; not `is_ready` while names are still being looked for."""

    details: Sequence[Detail] = ()
    is_ready: bool = True
    is_partial: bool = False
    """Nobody looked for names in time: a person has to read the texts closely."""


def at_once(text: str) -> list[Finding]:
    """What is found without a dictionary: numbers, addresses, house numbers."""
    return without_overlaps([*find_numbers(text), *find_doors(text)])


def numbers_in(*texts: str) -> list[str]:
    """Numbers and addresses that point at a person, as they are written."""
    return [text[each.start : each.end] for text in texts for each in find_numbers(text)]


def details_in(texts: Sequence[str], found: Sequence[Sequence[Finding]]) -> list[Detail]:
    """The findings of several texts, the same words once, in the order of the texts."""
    known: dict[tuple[Kind, str], str] = {}
    for text, findings in zip(texts, found, strict=True):
        for each in findings:
            known.setdefault((each.kind, text[each.start : each.end]), each.why)
    return [
        Detail(kind, words, why, sum(text.count(words) for text in texts))
        for (kind, words), why in known.items()
        if words
    ]


def masked(text: str, tokens: Iterable[str]) -> str:
    """The text with the words of these decisions masked, longer words first."""
    pairs = [pair for pair in map(read_token, tokens) if pair is not None]
    for kind, words in sorted(pairs, key=lambda pair: -len(pair[1])):
        text = text.replace(words, masked_words(words, kind))
    return text


def read_token(token: str) -> tuple[Kind, str] | None:
    """Kind and words of a decision; None for what is no token."""
    kind, _, words = token.partition(":")
    return (Kind(kind), words) if kind in set(Kind) and words else None


def pieces(text: str, details: Sequence[Detail]) -> list[tuple[str, Detail | None]]:
    """The text cut so that the words of details can be marked."""
    cut: list[tuple[str, Detail | None]] = [(text, None)]
    for detail in sorted(details, key=lambda each: -len(each.words)):
        cut = [
            part
            for words, known in cut
            for part in ([(words, known)] if known else _split(words, detail))
        ]
    return [part for part in cut if part[0]]


def _split(text: str, detail: Detail) -> list[tuple[str, Detail | None]]:
    first, *rest = text.split(detail.words)
    parts: list[tuple[str, Detail | None]] = [(first, None)]
    for each in rest:
        parts += [(detail.words, detail), (each, None)]
    return parts
