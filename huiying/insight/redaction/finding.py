"""Everything private in a text."""

from huiying.insight.redaction.doors import find_doors
from huiying.insight.redaction.masking import mask
from huiying.insight.redaction.numbers import find_numbers
from huiying.insight.redaction.persons import find_persons
from huiying.insight.redaction.spans import Finding, without_overlaps

__all__ = ["find", "mask"]


def find(text: str) -> list[Finding]:
    """Every private detail, in the order of the text: a proposal, for a person to confirm."""
    return without_overlaps([*find_numbers(text), *find_doors(text), *find_persons(text)])
