"""Lists of what comes after the closing: public versions and objections, of the cases a person sees."""

from datetime import datetime

from django.db.models import QuerySet

from huiying.cases.choices import ObjectionState, PublicState
from huiying.cases.models import Objection, PublicVersion
from huiying.cases.queries.visibility import requests_visible_to, visible_to
from huiying.people.models import Person

OPEN = (ObjectionState.FILED,)


def public_versions_for(
    person: Person, state: PublicState, *, now: datetime
) -> QuerySet[PublicVersion]:
    """Public versions in a state, the newest draft first."""
    found = PublicVersion.objects.filter(
        state=state, case__in=visible_to(person, now=now).order_by()
    )
    return found.select_related("case").order_by("-id")


def objections_seen_by(person: Person, *, is_open: bool, now: datetime) -> QuerySet[Objection]:
    """Objections that wait (the oldest first), or those that were decided (the newest first)."""
    found = Objection.objects.filter(request__in=requests_visible_to(person, now=now).order_by())
    found = found.filter(state__in=OPEN) if is_open else found.exclude(state__in=OPEN)
    return found.select_related("request", "case").order_by("id" if is_open else "-id")
