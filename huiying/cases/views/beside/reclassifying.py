"""The form starts from what the case is now."""

from typing import Any

from huiying.cases.choices import Step
from huiying.cases.models import Case


def _as_it_is(case: Case) -> dict[str, Any]:
    return {"kind": case.kind, "category": case.category_id, "priority": case.priority}


FIRST = {Step.RECLASSIFY: _as_it_is}
