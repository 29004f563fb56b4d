"""The sampling plan in force."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from huiying.cases.models.sampling import SamplingPlan
from huiying.cases.queries.wordings import above


def active_plan(area_code: str, now: datetime) -> SamplingPlan | None:
    """The latest plan of the closest area; None: everybody is called."""
    found = SamplingPlan.objects.filter(area__code__in=above(area_code), valid_from__lte=now)
    return found.order_by("-area__level", "-valid_from", "-id").first()


def sampling_plans() -> QuerySet[SamplingPlan]:
    """All plans, newest first, with how many cases went through them (`seen`) and how many were
    drawn."""
    found = SamplingPlan.objects.select_related("area").order_by("-id")
    return found.annotate(seen=Count("draws"), drawn=Count("draws", filter=Q(draws__is_drawn=True)))
