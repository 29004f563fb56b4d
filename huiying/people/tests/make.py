"""Builders of people for every slice's tests."""

from datetime import UTC, datetime
from itertools import count

from huiying.people.models import Person

_NUMBERS = count(1)
LONG_AGO = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
PASSWORD = "green-heron-stands-still"


def person(username: str = "", *, password: str | None = None, **fields: object) -> Person:
    """A saved account, ready to work; give `password=PASSWORD` to sign in through the page."""
    number = next(_NUMBERS)
    fields.setdefault("name", f"Test Person {number}")
    return Person.objects.create_person(
        username or f"person-{number}", now=LONG_AGO, password=password, **fields
    )
