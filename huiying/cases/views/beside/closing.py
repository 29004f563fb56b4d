"""Beside the decision on an objection: what the requester wrote."""

from datetime import datetime
from typing import Any

from huiying.cases.choices import Step
from huiying.cases.models import Case
from huiying.people.models import Person


def _objection(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    return {"objections": case.objections.order_by("-id")[:1]}


BESIDE = {Step.UPHOLD: _objection, Step.DISMISS: _objection}
