"""Passwords: chosen by their owner, or set once by somebody else."""

import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from huiying.audit.actions import record
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people import rules
from huiying.people.models import ApiToken, PastPassword, Person
from huiying.people.permissions import By, may_manage_people

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """Sixteen letters and digits in fours, without those that look alike (79 bits)."""
    letters = [secrets.choice(_LETTERS) for _ in range(16)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 16, 4))


@transaction.atomic
def change_password(person: Person, password: str, *, now: datetime) -> None:
    """The person's own new password. Other sessions end, for they hold the old password's mark."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise NotPossible("%(reasons)s", reasons=" ".join(error.messages)) from error
    _replace(person, password, now=now, must_change=False)
    record("person.password_changed", person.audit_name, by=person, now=now)


@transaction.atomic
def reset_password(person: Person, *, by: By, now: datetime) -> str:
    """A one-time password, told once; the person's sessions and tokens end."""
    may_manage_people(by=by, now=now).require()
    if not person.is_active:
        raise NotPossible(gettext_noop("The account of %(name)s is closed."), name=person.name)
    password = one_time_password()
    _replace(person, password, now=now, must_change=True)
    ended = end_tokens(person, now=now)
    record("person.password_reset", person.audit_name, by=by, now=now, data={"tokens": ended})
    return password


def end_tokens(person: Person, *, now: datetime) -> int:
    """Revoke every token of the person, as part of an action that is audited; how many."""
    return ApiToken.objects.filter(person=person, revoked_at=None).update(revoked_at=now)


def _replace(person: Person, password: str, *, now: datetime, must_change: bool) -> None:
    if person.has_usable_password():
        PastPassword.objects.create(person=person, password=person.password, replaced_at=now)
    person.set_password(password)
    person.password_changed_at = now
    person.must_change_password = must_change
    person.save(update_fields=["password", "password_changed_at", "must_change_password"])
    kept = PastPassword.objects.filter(person=person).order_by("-replaced_at", "-pk")
    spent = list(kept.values_list("pk", flat=True)[rules.PASSWORDS_REMEMBERED :])
    PastPassword.objects.filter(pk__in=spent).delete()
