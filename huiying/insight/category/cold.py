"""From a tree of names alone to a model, with messages that nobody has decided yet.

The names of the tree decide the messages they are surest of; from these a model learns the words
around them, and suggests better than the names did. Its confidence is that of a pupil of guesses:
it is replaced as soon as cases are decided.
"""

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from huiying.insight.category.cases import Cases
from huiying.insight.category.evaluation import Judged, report
from huiying.insight.category.keywords import Keywords, surest
from huiying.insight.category.model import Model
from huiying.insight.category.paths import Path
from huiying.insight.category.training import train
from huiying.insight.message import Message

SURE_SHARE = 0.6  # of the messages of each category that the names decide
NEVER = 1.01


def learn_undecided(
    messages: Sequence[Message], groups: Sequence[object], tree: Sequence[Path]
) -> tuple[Model, dict[str, object]]:
    """A first-level model taught by the tree's names; it never routes by itself.

    The evaluation compares it with what the names said, not with decisions.
    """
    words = Keywords(tree)
    guessed = surest((words.suggest(message) for message in messages), SURE_SHARE)
    rows = np.array(sorted(guessed))
    paths = {row: (guessed[row],) for row in guessed}
    cases = Cases(messages, [paths.get(row, ()) for row in range(len(messages))], groups)
    model, evaluation = train(cases.take(rows))
    return replace(model, routed_from=NEVER), evaluation | {"taught_by": "names of the tree"}


def judge_names(
    tree: Sequence[Path], messages: Sequence[Message], paths: Sequence[Path]
) -> dict[str, object]:
    """How well the names of the tree alone find the first level of decided cases."""
    words = Keywords(tree)
    words.suggest(messages[0])
    began = time.process_time()
    suggestions = [words.suggest(message) for message in messages]
    seconds = max(time.process_time() - began, 1e-9)
    said = [each.path[0] if each else "" for each in suggestions]
    confidence = np.array([each.confidence if each else 0.0 for each in suggestions])
    judged = Judged([path[0] for path in paths], said, confidence)
    return report(judged, len(messages) / seconds)
