"""The labels are those that were frozen, and the rules keep what they reached on the open part."""

import hashlib

import pytest

from huiying.insight.redaction.finding import find
from huiying.insight.redaction.spans import Kind
from huiying.insight.tests.labelled import LABELS, as_spans, joined, marked, rows
from huiying.insight.urgency import urgency_of


def test_the_labels_are_as_they_were_frozen():
    for line in (LABELS / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        frozen, name = line.split()
        assert hashlib.sha256((LABELS / name).read_bytes()).hexdigest() == frozen, name


@pytest.mark.parametrize("kind", [Kind.PHONE, Kind.ID, Kind.CARD, Kind.PLATE, Kind.EMAIL])
def test_numbers_that_point_at_a_person_are_found(kind):
    precision, recall = _rates(["redaction_dev", "redaction_composed_dev"], kind)
    assert min(precision, recall) >= 0.99


def test_names_are_found():
    precision, recall = _rates(["redaction_dev"], Kind.PERSON)
    assert 2 * precision * recall / (precision + recall) >= 0.85


def test_danger_is_found_before_it_is_missed():
    wanted = [row for row in rows("urgency_dev") if row["level"] != "0"]
    raised = [row for row in rows("urgency_dev") if urgency_of(row["text"]).level]
    both = [row for row in wanted if row in raised]
    assert len(both) / len(wanted) >= 0.95
    assert len(both) / len(raised) >= 0.5


def _rates(names: list[str], kind: Kind) -> tuple[float, float]:
    right = found = wanted = 0
    for sentence in (sentence for name in names for sentence in marked(name)):
        got = _of(kind, joined(as_spans(find(sentence.text)), sentence.text))
        want = _of(kind, joined(sentence.spans, sentence.text))
        right, found, wanted = right + len(got & want), found + len(got), wanted + len(want)
    return right / found, right / wanted


def _of(kind: Kind, spans: set[tuple[int, int, Kind]]) -> set[tuple[int, int, Kind]]:
    return {span for span in spans if span[2] == kind}
