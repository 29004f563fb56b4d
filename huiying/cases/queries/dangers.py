"""Requests raised by words of danger."""

from datetime import datetime

from django.db.models import QuerySet

from huiying.cases.choices.dangers import DangerState
from huiying.cases.models import DangerFlag, Request
from huiying.cases.queries.work import intake_for
from huiying.people.models import Person


def open_danger(request: Request) -> DangerFlag | None:
    """The flag of a request nobody has decided about."""
    return DangerFlag.objects.filter(request=request.pk, state=DangerState.OPEN).first()


def raised_for(person: Person, *, now: datetime) -> QuerySet[Request]:
    """Requests this person may accept in which words of danger wait for a decision; P1 first."""
    found = intake_for(person, now=now).filter(danger__state=DangerState.OPEN)
    return found.order_by("danger__level", "id")
