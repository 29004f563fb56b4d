"""What follows from the kind of a request, before anybody has looked at it."""

from huiying.cases.choices import Kind, Priority

SECRET_KINDS = frozenset({Kind.TIP_OFF})
"""Reports of wrongdoing are secret whatever the requester ticked (P2)."""

DIRECT_ANSWERS = frozenset({Kind.HELP, Kind.QUESTION, Kind.SUGGESTION, Kind.THANKS})
"""Kinds that intake may answer without a case (R8)."""

_PRIORITY = {
    Kind.QUESTION: Priority.P3,
    Kind.HELP: Priority.P4,
    Kind.SUGGESTION: Priority.P4,
    Kind.THANKS: Priority.P4,
    Kind.COMPLAINT: Priority.P5,
    Kind.TIP_OFF: Priority.P5,
}


def usual_priority(kind: Kind, *, is_urgent: bool = False) -> Priority:
    """The priority proposed to the clerk, who decides."""
    return Priority.P1 if is_urgent else _PRIORITY[kind]


def accept_priority(*, is_urgent: bool) -> Priority:
    """Before acceptance every request counts as general, unless it was marked as dangerous (3.2)."""
    return Priority.P1 if is_urgent else Priority.P4


def must_be_confidential(kind: Kind, *, asked: bool, about_staff: bool) -> bool:
    """R1: reports of wrongdoing and complaints about staff are secret; others when asked for."""
    return asked or kind in SECRET_KINDS or (kind is Kind.COMPLAINT and about_staff)


MAX_ASK_ROUNDS = 2
"""R2: details are asked for at most twice."""
