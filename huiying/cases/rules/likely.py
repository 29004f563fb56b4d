"""Which category words speak for. The worker's alone: numbers and the dictionary take 100 MB (ADR 14)."""

from collections.abc import Mapping, Sequence

from huiying.cases.rules.keywords import OTHER, words_in
from huiying.cases.rules.reading import MOST_WORDS, SHOWN_AT, Likely
from huiying.insight.category.keywords import Keywords
from huiying.insight.category.model import Model
from huiying.insight.text import Message, normalise

LEVELS = 2


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

    def _told(self, message: Message, code: str) -> list[str]:
        """The category's words that stand in the text."""
        text = normalise(message.whole)
        return [word for word in self.words[code] if normalise(word) in text][:MOST_WORDS]


class Trained:
    """A model trained on decided cases."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def read(self, message: Message) -> Likely:
        """Nothing where the model is not sure enough of any branch."""
        [best] = self.model.suggest([message])
        sure = best.down_to(self.model.shown_from)
        if not sure:
            return Likely()
        ranked = [(path[-1], chance) for path, chance in self.model.likely(message)]
        if sure[-1] != ranked[0][0]:
            ranked.insert(0, (sure[-1], best.chances[len(sure) - 1]))
        kept = [each for each in ranked if each[1] >= SHOWN_AT]
        return Likely(tuple(kept[:3]), tuple(self.model.reasons(message, best.path)))
