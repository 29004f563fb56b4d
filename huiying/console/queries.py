"""What the auditor reads: events by subject, kind and actor, newest first."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from huiying.audit.models import Event
from huiying.cases.queries import (
    cases_not_about,
    requests_not_about,
    requests_visible_to,
    visible_to,
)
from huiying.lib.clock import local_date
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person


def events(
    *, subject: str = "", kind: str = "", actor: str = "", before: int | None = None
) -> QuerySet[Event]:
    """Events, newest first. `kind` may be the beginning of a kind ("case.", "request.reveal")."""
    found = Event.objects.order_by("-id")
    if subject:
        found = found.filter(subject=subject)
    if kind:
        found = found.filter(kind__startswith=kind)
    if actor:
        found = found.filter(actor=actor)
    return found if before is None else found.filter(pk__lt=before)


def readable(rows: Iterable[Event], person: Person, *, now: datetime) -> list[Event]:
    """The events this auditor may read: whose role reaches the whole platform reads all but what
    complains about their own unit or themselves (P4); others only of cases and requests they see."""
    found = list(rows)
    whole = scope_of(person, Permission.READ_AUDIT, on=local_date(now)).everything
    cases = (cases_not_about if whole else visible_to)(person, now=now)
    requests = (requests_not_about if whole else requests_visible_to)(person, now=now)
    seen = {
        "case": set(cases.filter(pk__in=_ids(found, "case")).values_list("pk", flat=True)),
        "request": set(requests.filter(pk__in=_ids(found, "request")).values_list("pk", flat=True)),
    }
    return [event for event in found if _is_seen(event, seen)]


def _ids(rows: Iterable[Event], kind: str) -> set[int]:
    named = (event.subject.partition(":") for event in rows)
    return {int(key) for name, _, key in named if name == kind and key.isdecimal()}


def _is_seen(event: Event, seen: dict[str, set[int]]) -> bool:
    name, _, key = event.subject.partition(":")
    if name not in seen:
        return True
    return key.isdecimal() and int(key) in seen[name]
