"""Which category a trained model speaks for. The worker's alone: numbers and the dictionary take 100 MB (ADR 14)."""

from huiying.cases.rules.reading import SHOWN_AT, Likely
from huiying.insight.category.model import Model
from huiying.insight.message import Message


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
