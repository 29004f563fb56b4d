"""What stands in the place of a private detail. Needs no dictionary in memory."""

import re
from collections.abc import Iterable

from huiying.insight.redaction.names import AMBIGUOUS, COMMON, COMPOUND
from huiying.insight.redaction.spans import Finding, Kind

LETTER = re.compile(r"[^\W_]")


def mask(text: str, findings: Iterable[Finding]) -> str:
    """The text with the findings masked: 李某某, 蒙A*****, stars for the rest. Its length stays."""
    masked, last = [], 0
    for finding in sorted(findings):
        words = text[finding.start : finding.end]
        masked += [text[last : finding.start], masked_words(words, finding.kind)]
        last = finding.end
    return "".join([*masked, text[last:]])


def masked_words(words: str, kind: Kind) -> str:
    """What stands in the place of the words of a detail; as long as they are."""
    if kind == Kind.PERSON:
        kept = _surname_length(words)
        return words[:kept] + "某" * (len(words) - kept)
    kept = 2 if kind == Kind.PLATE else 0
    return words[:kept] + LETTER.sub("*", words[kept:])


def _surname_length(name: str) -> int:
    if name[:2] in COMPOUND and len(name) > 2:
        return 2
    return int(name[0] in COMMON or name[0] in AMBIGUOUS) if len(name) < 4 else 0
