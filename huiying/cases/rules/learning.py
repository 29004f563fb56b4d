"""Training a category model on what people decided. For the worker and the command: loads scikit-learn."""

from collections.abc import Callable, Sequence

from huiying.insight.category.cases import Cases
from huiying.insight.category.model import Model
from huiying.insight.category.training import cross_validate, train
from huiying.insight.groups import near_duplicate_groups
from huiying.insight.message import Message
from huiying.lib.errors import NotPossible

STEPS = 4
FOLDS = 5
MOST_FOLDED = 12_000
"""Decided cases up to which the whole tree is cross-validated too."""

Row = tuple[str, str, str]
"""Title, text and category code of a decided case."""


def path_of(code: str) -> tuple[str, ...]:
    """The codes from the top of the tree down: "1001" → ("10", "1001")."""
    return tuple(code[:length] for length in range(2, len(code) + 1, 2))


def learnt(rows: Sequence[Row], tell: Callable[[int], object]) -> tuple[Model, dict[str, object]]:
    """A model and its evaluation: branches by grouped folds, and the ends of the tree likewise.

    `tell` hears how many of STEPS are done. Raises NotPossible where too little was decided.
    """
    messages = [Message(title, text) for title, text, _ in rows]
    groups = near_duplicate_groups([message.whole for message in messages])
    tell(2)
    cases = Cases(messages, [path_of(code) for *_, code in rows], groups)
    model, evaluation = train(cases)
    tell(3)
    evaluation |= {"cases": len(rows), "groups": len(set(groups))}
    if len(rows) <= MOST_FOLDED:
        evaluation |= {"ends": _ends(cases)}
    return model, evaluation


def _ends(cases: Cases) -> dict[str, object]:
    """How often the whole path is right, on cases whose copies the model had not seen."""
    try:
        found = cross_validate(cases, FOLDS)
    except NotPossible:
        return {}
    return {name: found[name] for name in ("macro_f1", "accuracy", "calibration_error")}
