"""Which category the tree's own words speak for; light enough for the web process."""

from collections.abc import Mapping, Sequence

from huiying.cases.rules.keywords import OTHER, words_in
from huiying.cases.rules.reading import MOST_WORDS, Likely
from huiying.insight.category.keywords import Keywords
from huiying.insight.message import Message, normalise

LEVELS = 2
BRANCH = 2
"""Digits of the code of a branch."""


class Tree:
    """The category tree by its own names and words, for the time before a model is trained."""

    def __init__(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """`rows`: code, name and words of every category, parents first."""
        names = {code: name for code, name, _ in rows if not code.startswith(OTHER)}
        self.codes = {self._path(code, names): code for code in names}
        self.words = {
            code: tuple(dict.fromkeys((name, *words_in(words)))) for code, name, words in rows
        }
        below = [
            (*path, word)
            for path, code in self.codes.items()
            for word in self.words[code]
            if len(path) == LEVELS
        ]
        self.keywords = Keywords([*self.codes, *below])

    @staticmethod
    def _path(code: str, names: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(names[code[:length]] for length in range(2, len(code) + 1, 2))

    def read(self, message: Message) -> Likely:
        """Nothing where the tree's words do not point to one branch clearly."""
        found = self.keywords.likely(message, LEVELS)
        ranked = [(self.codes[path], chance) for path, chance in found if path in self.codes]
        if not ranked:
            return Likely()
        told = self._told(message, ranked[0][0])
        if not told:
            return Likely()
        return Likely(tuple(ranked), tuple(told), is_measured=False)

    def accuracy(self, decided: Sequence[tuple[str, str, str]]) -> float:
        """Share of decided cases (title, text, code) whose branch is found, 0 to 1; silence finds none."""
        told = (self.read(Message(title, text)).codes[:1] for title, text, _code in decided)
        right = [
            bool(found) and found[0][0][:BRANCH] == code[:BRANCH]
            for found, (*_, code) in zip(told, decided, strict=True)
        ]
        return sum(right) / len(right) if right else 0.0

    def _told(self, message: Message, code: str) -> list[str]:
        """The category's words that stand in the text."""
        text = normalise(message.whole)
        return [word for word in self.words[code] if normalise(word) in text][:MOST_WORDS]
