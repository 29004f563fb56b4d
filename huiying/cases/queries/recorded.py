"""What a member of staff took down for others."""

from datetime import datetime

from django.db.models import QuerySet

from huiying.cases.models import Request
from huiying.cases.queries.visibility import requests_not_about
from huiying.people.models import Person


def recorded_by(person: Person, *, now: datetime) -> QuerySet[Request]:
    """The requests this person wrote down; nothing more of one that complains about their side (P4)."""
    return requests_not_about(person, now=now).filter(recorder_id=person.pk)
