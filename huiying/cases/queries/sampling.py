"""The sampling plan in force."""

from datetime import datetime

from huiying.cases.models.sampling import SamplingPlan
from huiying.cases.queries.wordings import above


def active_plan(area_code: str, now: datetime) -> SamplingPlan | None:
    """The latest plan of the closest area; None: everybody is called."""
    found = SamplingPlan.objects.filter(area__code__in=above(area_code), valid_from__lte=now)
    return found.order_by("-area__level", "-valid_from", "-id").first()
