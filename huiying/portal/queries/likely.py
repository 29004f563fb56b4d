"""Which category a text sounds like, by the words of the category tree alone: light enough to be asked
while somebody writes. A trained model is the worker's (ADR 14)."""

import time
from dataclasses import dataclass

from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.queries import suggests
from huiying.cases.queries.reading import tree_rows
from huiying.cases.rules.tree import LEVELS, Tree
from huiying.insight.bands import READ
from huiying.insight.message import Message

FRESH = 60.0
"""Seconds for which a process trusts its idea of the tree."""
LEAST, SURE = 0.35, 0.7
"""Share of the points from which on a category is named at all, and as likely rather than perhaps. Of the
demo city's texts 9 of 10 named as likely are right to the end of the tree, 5 of 6 of the others."""
CODE = 2 * LEVELS
"""Digits of a category one may choose."""
Rows = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Guess:
    """A category that may be meant, and the words that say so."""

    code: str
    name: str
    branch: str
    words: tuple[str, ...]
    is_likely: bool

    @property
    def path(self) -> str:
        return " › ".join(filter(None, (self.branch, self.name)))


class _Kept:
    """The tree as this process last read it."""

    rows: Rows = ()
    tree: Tree | None = None
    read_at: float = float("-inf")


def likely_category(title: str, text: str) -> Guess | None:
    """The category that the words point to; None where they do not clearly point anywhere."""
    if not suggests(SuggestionKind.CATEGORY):
        return None
    found = _tree().read(Message(title[:READ], text[:READ]))
    if not found.codes:
        return None
    code, share = found.codes[0]
    if share < LEAST or len(code) != CODE:
        return None
    names = {code: name for code, name, _ in _Kept.rows}
    branch = names.get(code[: CODE // LEVELS], "")
    return Guess(code, names[code], branch, found.words, share >= SURE)


def _tree() -> Tree:
    if _Kept.tree is None or time.monotonic() - _Kept.read_at > FRESH:
        rows = tuple(tree_rows())
        if _Kept.tree is None or rows != _Kept.rows:
            _Kept.rows, _Kept.tree = rows, Tree(rows)
        _Kept.read_at = time.monotonic()
    return _Kept.tree


def forget_tree() -> None:
    """Read the tree again at the next question."""
    _Kept.read_at = float("-inf")
