"""Requests whose own words a person may read, and those behind a telephone number (P1, P7)."""

from datetime import datetime

from django.db.models import Q, QuerySet

from huiying.cases.models import Request
from huiying.cases.queries.visibility import in_area, requests_visible_to
from huiying.lib.clock import local_date
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person


def originals_visible_to(person: Person, *, now: datetime) -> QuerySet[Request]:
    """Visible requests without the confidential ones whose requester the person may not know.

    Searching the words of requests starts here: a search that finds a hidden text gives it away.
    """
    found = requests_visible_to(person, now=now)
    scope = scope_of(person, Permission.SEE_IDENTITY, on=local_date(now))
    if scope.everything:
        return found
    return found.filter(Q(is_confidential=False) | in_area("area_code", scope))


def requests_by_phone(phone: str, *, by: Person, now: datetime) -> QuerySet[Request]:
    """Requests with this exact number, for those who may search by contact, where they may."""
    scope = scope_of(by, Permission.FIND_BY_CONTACT, on=local_date(now))
    if not scope or not phone:
        return Request.objects.none()
    found = originals_visible_to(by, now=now).filter(contact_phone=phone)
    if not scope.everything:
        found = found.filter(in_area("area_code", scope))
    return found.select_related("area", "danger").order_by("-id")
