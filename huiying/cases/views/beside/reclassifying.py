"""The form starts from what the case is now."""

from typing import Any

from huiying.cases.choices import Step
from huiying.cases.models import Case


def _as_it_is(case: Case) -> dict[str, Any]:
    told = {"kind": case.kind, "category": case.category_id, "priority": case.priority}
    first = case.requests.order_by("pk").first()
    return told if first is None or case.is_confidential else {**told, "group": first.group_no}


FIRST = {Step.RECLASSIFY: _as_it_is}
