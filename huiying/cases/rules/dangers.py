"""What words of danger propose."""

from collections.abc import Mapping, Sequence

from huiying.cases.choices import Priority
from huiying.insight.urgency import Level, Reason, urgency_of

PROPOSED: Mapping[Level, Priority] = {Level.DANGER: Priority.P1, Level.OUTAGE: Priority.P2}
URGENT = frozenset({Priority.P1, Priority.P2})
"""Choosing one of these confirms that it is urgent."""


def flag_for(title: str, text: str) -> tuple[Priority, Sequence[str]] | None:
    """The priority to propose and the kinds of danger named; None where nothing is."""
    found = urgency_of(title, text)
    if found.level is Level.NONE:
        return None
    return PROPOSED[found.level], [reason.kind.value for reason in found.reasons]


def reasons_in(title: str, text: str) -> Sequence[Reason]:
    """The words found, for whoever may read them."""
    return urgency_of(title, text).reasons
