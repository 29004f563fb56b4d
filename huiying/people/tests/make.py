"""Builders of people for every slice's tests."""

from datetime import UTC, date, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import reverse

from huiying.audit.queries import events_of
from huiying.people.choices import Permission
from huiying.people.models import Person

_NUMBERS = count(1)
LONG_AGO = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
PASSWORD = "green-heron-stands-still"


def person(username: str = "", *, password: str | None = None, **fields: Any) -> Person:
    """A saved account, ready to work; give `password=PASSWORD` to sign in through the page."""
    number = next(_NUMBERS)
    fields.setdefault("name", f"Test Person {number}")
    return Person.objects.create_person(
        username or f"person-{number}", now=LONG_AGO, password=password, **fields
    )


def sign_in(client: Client, someone: Person, *, now: datetime, verified: bool = True) -> None:
    """A session as the sign-in page would begin it at `now` (give the real clock's time)."""
    client.force_login(someone, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["seen"], session["second_factor"] = int(now.timestamp()), verified
    session.save()


def scope_of(someone: Person, permission: Permission, *, on: date) -> SimpleNamespace:
    """Grants for tests of this slice alone: who is called “keeper…” keeps accounts."""
    held = someone.username.startswith("keeper") and permission == Permission.MANAGE_PEOPLE
    return SimpleNamespace(everything=held, prefixes=(), unit_ids=frozenset())


def attempt(client: Client, who: Person | str, password: str = PASSWORD, **more: Any) -> Any:
    """What the sign-in page answers."""
    username = who if isinstance(who, str) else who.username
    return client.post(
        reverse("people:sign-in"), {"username": username, "password": password, **more}
    )


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def kinds(someone: Person) -> list[str]:
    """What the record tells of a person, oldest first."""
    return [event.kind for event in events_of(someone.audit_name)]


def open_work_of(person):
    """Accounts know nothing of work; their tests have none."""
    return 0
