"""The frozen labels, read."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from huiying.insight.redaction.spans import Finding, Kind

LABELS = Path(__file__).parent / "labels"
SIGNS = ("/", "、", "，", ",", " ", "或")
MARK = re.compile(r"⟦(\w+):([^⟧]*)⟧")


@dataclass(frozen=True)
class Marked:
    """A sentence and what should be masked in it."""

    id: str
    text: str
    spans: frozenset[tuple[int, int, Kind]]


def rows(name: str) -> list[dict[str, str]]:
    with (LABELS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def marked(name: str) -> list[Marked]:
    return [_unmark(row["id"], row["text"]) for row in rows(name)]


def _unmark(id_: str, marked_text: str) -> Marked:
    text, spans, last = "", set(), 0
    for hit in MARK.finditer(marked_text):
        text += marked_text[last : hit.start()]
        spans.add((len(text), len(text) + len(hit[2]), Kind(hit[1])))
        text += hit[2]
        last = hit.end()
    return Marked(id_, text + marked_text[last:], frozenset(spans))


def joined(
    spans: set[tuple[int, int, Kind]] | frozenset[tuple[int, int, Kind]], text: str
) -> set[tuple[int, int, Kind]]:
    """Spans of one kind with nothing but a sign between them count as one: masked, they look alike."""
    merged: list[tuple[int, int, Kind]] = []
    for start, end, kind in sorted(spans):
        if merged and merged[-1][2] == kind and text[merged[-1][1] : start] in SIGNS:
            merged[-1] = (merged[-1][0], end, kind)
        else:
            merged.append((start, end, kind))
    return set(merged)


def as_spans(findings: list[Finding]) -> set[tuple[int, int, Kind]]:
    return {(finding.start, finding.end, finding.kind) for finding in findings}
