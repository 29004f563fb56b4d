"""Decided cases, from which a model learns."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiying.insight.category.features import Floats, Ints
from huiying.insight.category.paths import Path
from huiying.insight.message import Message


@dataclass(frozen=True)
class Cases:
    """What was written, the category decided, and which messages are copies (equal groups)."""

    messages: Sequence[Message]
    paths: Sequence[Path]
    groups: Sequence[object]
    vectors: Floats | None = None
    """What the messages mean (meaning.vectors), where it is learnt from."""

    def take(self, rows: Ints) -> "Cases":
        return Cases(
            [self.messages[row] for row in rows],
            [self.paths[row] for row in rows],
            [self.groups[row] for row in rows],
            None if self.vectors is None else self.vectors[rows],
        )
