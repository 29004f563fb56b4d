"""What the auditor reads: events by subject, kind and actor, newest first."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from huiying.audit.models import Event
from huiying.cases.queries import (
    cases_not_about,
    requests_not_about,
    requests_visible_to,
    visible_to,
)
from huiying.console.choices import Watch
from huiying.console.models import Watched
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


WEEK = timedelta(days=7)
MOST_COUNTED = 1000
"""Nobody needs to know how many more than this; counting stops here."""


def watched_counts(*, now: datetime) -> dict[str, int]:
    """Group of the auditor's board → how many of the last seven days, at most one more than counted."""
    since = now - WEEK
    return {
        group: Watched.objects.filter(group=group, at__gte=since)
        .order_by()[: MOST_COUNTED + 1]
        .count()
        for group in Watch
    }


def watched(group: Watch, *, before: int | None, limit: int) -> list[Event]:
    """The newest events of a group, below an id."""
    found = Watched.objects.filter(group=group)
    if before is not None:
        found = found.filter(event_id__lt=before)
    ids = list(found.order_by("-event_id").values_list("event_id", flat=True)[:limit])
    return list(Event.objects.filter(pk__in=ids).order_by("-id"))
