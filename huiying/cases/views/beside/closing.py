"""Beside the decision on an objection: what the requester wrote."""

from datetime import datetime
from typing import Any

from huiying.cases.choices import ObjectionState, Step
from huiying.cases.models import Case
from huiying.people.models import Person


def _objection(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    """The objection to be decided: the oldest that waits."""
    filed = case.objections.filter(state=ObjectionState.FILED)
    return {"objections": filed.order_by("id")[:1]}


BESIDE = dict.fromkeys(
    (
        Step.UPHOLD,
        Step.UPHOLD_TERMINATED,
        Step.UPHOLD_PUBLIC,
        Step.REOPEN_ELSEWHERE,
        Step.DISMISS,
    ),
    _objection,
)
