"""Accounts: opened, described, closed."""

import re
import unicodedata
from datetime import datetime

from django.db import IntegrityError, transaction

from huiying.audit.actions import record
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.phones import is_mobile
from huiying.people.actions.passwords import end_tokens, one_time_password
from huiying.people.choices import Language, ToldBy
from huiying.people.models import Person
from huiying.people.permissions import By, may_keep_account, may_manage_people

_USERNAME = re.compile(r"[a-z0-9\u4e00-\u9fff][a-z0-9\u4e00-\u9fff._-]{1,39}")


def plain_username(username: str) -> str:
    """A user name as kept and compared: half-width, lower case, no spaces around it."""
    return unicodedata.normalize("NFKC", username).strip().lower()


@transaction.atomic
def open_account(
    username: str, *, name: str, by: By, now: datetime, phone: str = ""
) -> tuple[Person, str]:
    """A new account and its one-time password, which is told once and must be changed."""
    may_manage_people(by=by, now=now).require()
    username, name = plain_username(username), name.strip()
    if not _USERNAME.fullmatch(username):
        raise NotPossible(
            gettext_noop(
                "“%(username)s” cannot be a user name: use 2 to 40 small letters, digits, dots, "
                "dashes or Chinese characters."
            ),
            username=username,
        )
    if not 1 <= len(name) <= 30:
        raise NotPossible(gettext_noop("Give the person's name in 1 to 30 characters."))
    password = one_time_password()
    try:
        with transaction.atomic():
            person = Person.objects.create_person(
                username,
                name=name,
                now=now,
                password=password,
                must_change_password=True,
                phone=phone,
            )
    except IntegrityError as error:
        raise NotPossible(
            gettext_noop("The user name “%(username)s” is taken."), username=username
        ) from error
    record("person.opened", person.audit_name, by=by, now=now, first=True)
    return person, password


@transaction.atomic
def describe(
    person: Person, *, name: str, phone: str, language: str, by: By, now: datetime
) -> None:
    """Correct name, work phone and language."""
    may_keep_account(person, by=by, now=now).require()
    before = {"name": person.name, "phone": person.phone, "language": person.language}
    person.name, person.phone, person.language = name.strip(), phone.strip(), Language(language)
    if not 1 <= len(person.name) <= 30:
        raise NotPossible(gettext_noop("Give the person's name in 1 to 30 characters."))
    changed = [field for field, old in before.items() if getattr(person, field) != old]
    if changed:
        person.save(update_fields=changed)
        record("person.described", person.audit_name, by=by, now=now, data={"fields": changed})


@transaction.atomic
def choose_messages(person: Person, *, told_by: str, email: str, by: By, now: datetime) -> None:
    """How a person is told of what cannot wait, besides the inbox."""
    may_keep_account(person, by=by, now=now).require()
    wanted = ToldBy(told_by)
    if wanted is ToldBy.SMS and not is_mobile(person.phone):
        raise NotPossible(
            gettext_noop("Write a mobile number as the work telephone first; then choose this.")
        )
    if wanted is ToldBy.EMAIL and not email:
        raise NotPossible(gettext_noop("Write the e-mail address to be used."))
    before = (person.told_by, person.email)
    person.told_by, person.email = wanted, email
    if before != (wanted, email):
        person.save(update_fields=["told_by", "email"])
        record("person.told_by", person.audit_name, by=by, now=now, data={"by": wanted})


@transaction.atomic
def close_account(person: Person, *, by: By, now: datetime, reason: str) -> None:
    """Nobody signs in to it any more; its sessions and tokens end at once."""
    may_manage_people(by=by, now=now).require()
    if isinstance(by, Person) and by.pk == person.pk:
        raise NotPossible(
            gettext_noop("You cannot close your own account; ask a second administrator.")
        )
    if not person.is_active:
        raise NotPossible(gettext_noop("The account of %(name)s is closed."), name=person.name)
    if not reason.strip():
        raise NotPossible(gettext_noop("Give a reason; it stays in the record."))
    person.is_active = False
    person.save(update_fields=["is_active"])
    ended = end_tokens(person, now=now)
    note = {"tokens": ended}
    record("person.closed", person.audit_name, by=by, now=now, reason=reason, data=note)


@transaction.atomic
def reopen_account(person: Person, *, by: By, now: datetime, reason: str) -> None:
    """The account may be signed in to again; tokens stay revoked."""
    may_manage_people(by=by, now=now).require()
    if person.is_active:
        raise NotPossible(gettext_noop("The account of %(name)s is open."), name=person.name)
    if not reason.strip():
        raise NotPossible(gettext_noop("Give a reason; it stays in the record."))
    person.is_active = True
    person.save(update_fields=["is_active"])
    record("person.reopened", person.audit_name, by=by, now=now, reason=reason)


@transaction.atomic
def require_second_factor(person: Person, *, by: By, now: datetime) -> None:
    """From the next page on the person must use a second factor; administrators' roles ask for it."""
    if person.must_use_second_factor:
        return
    person.must_use_second_factor = True
    person.save(update_fields=["must_use_second_factor"])
    record("person.second_factor_required", person.audit_name, by=by, now=now)
