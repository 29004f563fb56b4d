"""The register of hard matters, as far as a person sees its cases."""

from datetime import date, datetime

from django.db.models import QuerySet

from huiying.cases.models import HardCase
from huiying.cases.queries.visibility import visible_to
from huiying.cases.workflow.cases import HARD_STATES
from huiying.people.models import Person


def hard_cases_for(person: Person, *, now: datetime) -> QuerySet[HardCase]:
    """The entries that stand, the next date first."""
    seen = visible_to(person, now=now).filter(state__in=HARD_STATES).order_by()
    found = HardCase.objects.filter(struck_at__isnull=True, case__in=seen)
    related = found.select_related("case__lead_unit", "case__area__parent__parent")
    return related.order_by("next_on", "id")


def is_overdue(hard: HardCase, today: date) -> bool:
    return hard.next_on < today
