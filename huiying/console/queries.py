"""What the auditor reads: events by subject, kind and actor, newest first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from huiying.audit.models import Event
from huiying.cases.choices import Step
from huiying.cases.models import Assignment, Case, Category, Request
from huiying.cases.queries import (
    cases_not_about,
    requests_not_about,
    requests_visible_to,
    visible_to,
)
from huiying.console.choices import Watch
from huiying.console.choices.details import NAMED
from huiying.console.models import Watched
from huiying.lib.clock import local_date
from huiying.lib.receipts import tidy_number
from huiying.organisations.models import Area, Unit
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person


def events(
    *, subject: str = "", kind: str = "", actor: str = "", before: int | None = None
) -> QuerySet[Event]:
    """Events, newest first. `kind` may be the beginning of a kind ("case.", "request.reveal"), or a
    step, whatever it was taken on ("reveal")."""
    found = Event.objects.order_by("-id")
    if subject:
        found = found.filter(subject=subject)
    if kind in Step.values:
        found = found.filter(kind__in=[f"case.{kind}", f"request.{kind}"])
    elif kind:
        found = found.filter(kind__startswith=kind)
    if actor:
        found = found.filter(actor=actor)
    return found if before is None else found.filter(pk__lt=before)


BY_CODE, ONLY_BY_CODE = frozenset({"unit"}), frozenset({"area", "category"})
"""Units stand in the record by id or by code; areas and categories by their codes of digits."""
MOST_DIGITS = 18
Names = Mapping[str, str]
"""Subject or actor, as "case:17" or "person:5" → its number or name."""


def readable(rows: Iterable[Event], person: Person, *, now: datetime) -> tuple[list[Event], Names]:
    """The events this auditor may read, with the numbers and names of what they tell of.

    Whose role reaches the whole platform reads all but what complains about their own unit or
    themselves (P4); others only of cases and requests they see."""
    found = list(rows)
    whole = scope_of(person, Permission.READ_AUDIT, on=local_date(now)).everything
    cases = (cases_not_about if whole else visible_to)(person, now=now)
    requests = (requests_not_about if whole else requests_visible_to)(person, now=now)
    told = _told_of(found)
    names = {
        **_named("case", cases.filter(pk__in=told["case"]), "case_no"),
        **_named("request", requests.filter(pk__in=told["request"]), "receipt_no"),
        **_named("person", Person.objects.filter(pk__in=told["person"]), "name"),
        **_named("unit", Unit.objects.filter(pk__in=told["unit"]), "name"),
        **_named("part", Assignment.objects.filter(pk__in=told["part"]), "unit__name"),
        **_named("unit", Unit.objects.filter(code__in=told["unit code"]), "name", "code"),
        **_named("area", Area.objects.filter(code__in=told["area code"]), "name", "code"),
        **_named(
            "category", Category.objects.filter(code__in=told["category code"]), "name", "code"
        ),
    }
    return [event for event in found if _is_seen(event, names)], names


def subject_typed(typed: str) -> str:
    """The subject of a case's or request's number, or what was typed."""
    if (number := tidy_number(typed.upper().removeprefix("C"))) is None:
        return typed
    case = Case.objects.filter(case_no=f"C{number}").values_list("pk", flat=True).first()
    if case is not None:
        return f"case:{case}"
    found = Request.objects.filter(receipt_no=number).values_list("pk", flat=True).first()
    return typed if found is None else f"request:{found}"


def actor_typed(typed: str) -> str:
    """The actor of a user name, or what was typed."""
    found = Person.objects.filter(username=typed.lower()).values_list("pk", flat=True).first()
    return typed if found is None else f"person:{found}"


def _named(kind: str, rows: QuerySet[Any], field: str, key: str = "pk") -> dict[str, str]:
    if rows.query.is_empty():
        return {}
    return {f"{kind}:{pk}": str(name) for pk, name in rows.values_list(key, field)}


def _told_of(rows: Iterable[Event]) -> Mapping[str, set[Any]]:
    """Kind → ids, and "unit code" and the like → codes, of everything these events name."""
    found: dict[str, set[Any]] = defaultdict(set)
    for event in rows:
        named = [event.subject, event.actor, *_in_details(event.details)]
        for kind, _colon, key in (each.partition(":") for each in named):
            if (kind in BY_CODE and not key.isdecimal()) or kind in ONLY_BY_CODE:
                found[f"{kind} code"].add(key)
            elif key.isdecimal() and len(key) <= MOST_DIGITS:
                found[kind].add(int(key))
    return found


def _in_details(details: Mapping[str, Any]) -> Iterator[str]:
    for key, value in details.items():
        if (kind := NAMED.get(key)) is None or value is None:
            continue
        for each in value if isinstance(value, list | dict) else [value]:
            yield str(each) if ":" in str(each) else f"{kind}:{each}"


def _is_seen(event: Event, names: Names) -> bool:
    return event.subject.partition(":")[0] not in {"case", "request"} or event.subject in names


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
