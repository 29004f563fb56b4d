"""What signing in and out leaves in the record."""

from datetime import datetime

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest

from huiying.audit.actions import Actor, record
from huiying.people.models import Person
from huiying.people.queries import client_address

SEEN = "seen"
"""Session key: Unix time of the last request, written at most once a minute."""
VERIFIED = "second_factor"
"""Session key: this session passed the second factor."""
HALF = "half"
"""Session key: who gave the right password and still owes the second factor."""
KEPT = "kept"
"""Session key: what was typed into a form whose session had ended."""
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@transaction.atomic
def sign_in(person: Person, *, request: HttpRequest, verified: bool, now: datetime) -> None:
    """Begin the session of somebody who has proved to be this person."""
    login(request, person, backend=_BACKEND)
    request.session[SEEN] = int(now.timestamp())
    request.session[VERIFIED] = verified
    note = {"address": client_address(request), "second_factor": verified}
    record("person.signed_in", person.audit_name, by=person, now=now, data=note)


@transaction.atomic
def note_signed_out(person: Person, *, now: datetime, idle: bool = False) -> None:
    record("person.signed_out", person.audit_name, by=person, now=now, data={"idle": idle})


@transaction.atomic
def note_failure(username: str, *, address: str, locked: bool, now: datetime) -> None:
    """A refused sign-in, told of the account if there is one, else of the address.

    The name typed is not kept: people type their password into that field.
    """
    person = Person.objects.filter(username=username).first()
    subject = person.audit_name if person else f"address:{address}"
    kind = "person.locked_out" if locked else "person.sign_in_failed"
    record(kind, subject, by=Actor(f"address:{address}"), now=now, data={"address": address})
