"""The plan on the case page and beside the decisions about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import PlanState, Step
from huiying.cases.models import Case, Plan
from huiying.cases.views.beside.panel import Panel
from huiying.people.models import Person


def _plans(case: Case, person: Person, now: datetime) -> Sequence[Plan]:
    """Newest first, with their steps and what shows them done."""
    found = Plan.objects.filter(assignment__case=case).select_related("assignment__unit")
    return list(found.prefetch_related("steps__proofs__attachment").order_by("-id"))


def _beside(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    open_ones = {PlanState.PROPOSED, PlanState.APPROVED}
    rows = [each for each in _plans(case, person, now) if each.state in open_ones]
    return {"beside": "cases/panels/plans.html", "rows": rows, "is_beside": True}


def _ahead(case: Case) -> dict[str, Any]:
    """Moving dates starts from the steps that are not done."""
    plan = Plan.objects.filter(assignment__case=case, state=PlanState.APPROVED).first()
    found: dict[str, Any] = {}
    ahead = plan.steps.filter(done_at__isnull=True) if plan else ()
    for number, step in enumerate(ahead, 1):
        found |= {f"what_{number}": step.what, f"due_{number}": step.due_on}
    return found


FIRST = {Step.REVISE_PLAN: _ahead}
BESIDE = dict.fromkeys(
    (Step.APPROVE_PLAN, Step.POSTPONE, Step.REFUSE_PLAN, Step.RECORD_PLAN_STEP, Step.REVISE_PLAN),
    _beside,
)
PAPERS = {Step.RECORD_PLAN_STEP: ("files", _("Photos and papers that show it"))}
PANELS = (Panel("cases/panels/plans.html", _plans),)
