"""Whom an event concerns, and how they are told."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from huiying.audit.models import Event
from huiying.cases.choices import RequestState
from huiying.cases.choices.asking import ToldWhat
from huiying.cases.models import Case, Request
from huiying.cases.presenters import due_words
from huiying.cases.queries.ways import Reached, ways_of
from huiying.lib.clock import local_date
from huiying.notifications.actions import Address
from huiying.notifications.actions import send as notify
from huiying.notifications.choices import Code
from huiying.organisations.models import Grant, Unit
from huiying.organisations.models.validity import as_of
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.rules import roles_with


def link(path: str) -> str:
    return f"{settings.HUIYING_PUBLIC_URL}{path}"


def promised(case: Case) -> str:
    return due_words(case.promised_due) or "—"


def request_of(event: Event) -> Request:
    return Request.objects.get(pk=int(event.subject.partition(":")[2]))


def case_of(event: Event) -> Case:
    pk = int(event.subject.partition(":")[2])
    return Case.objects.select_related("lead_unit").get(pk=pk)


def actor_of(event: Event) -> Person | None:
    """The person who did it; None where it was the timer or the public."""
    kind, _, pk = event.actor.partition(":")
    return Person.objects.filter(pk=int(pk)).first() if kind == "person" and pk.isdigit() else None


def told(case: Case) -> QuerySet[Request]:
    """Whom the case still concerns; messages go out a moment later, so their states may have moved on."""
    return case.requests.exclude(state=RequestState.WITHDRAWN)


WANTED_ANYWAY = frozenset(
    {Code.MORE_NEEDED, Code.STILL_MISSING, Code.LAPSED, Code.QUESTION, Code.NOT_ACCEPTED}
    | {Code.REPLY, Code.RATE_LINK, Code.EXPLAINED, Code.CLOSED, Code.ENDED, Code.LEGAL_ROUTE}
    | {Code.DISMISSED, Code.LOOKED_AT_AGAIN, Code.TAKEN_DOWN, Code.WITHDRAWN, Code.PUBLISHED}
)
"""What needs the requester, the answer, and what may be objected to and what becomes of
that: told also to those who want no other messages."""


def send(code: Code, request: Request, now: datetime, **values: object) -> None:
    """Tell the requester, by the channels and about the steps they chose."""
    if request.told_what == ToldWhat.ANSWER and code not in WANTED_ANYWAY:
        return
    send_by(ways_of(request), code, request, now, **values)


def send_by(
    ways: Iterable[Reached], code: Code, request: Request, now: datetime, **values: object
) -> None:
    for way, value in ways:
        notify(
            code,
            to=Address(way, value),
            values={"number": request.receipt_no, "link": link("/track/"), **values},
            about=f"request:{request.pk}",
            now=now,
            language=request.language,
        )


def staff_of(unit: Unit, now: datetime) -> Iterable[Person]:
    """The people of a unit who sign for its cases."""
    held = Grant.objects.filter(
        as_of(local_date(now)), unit=unit, role__in=roles_with(Permission.SIGN)
    )
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id"))
