"""Who may keep accounts, when a sign-in may be tried, which password may be chosen."""

from datetime import datetime
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from huiying.audit.actions import Actor
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people import rules
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.queries import used_before

OPERATOR = Actor("operator")
"""Whoever runs commands on the machine itself; the machine decided who that is."""

By = Person | Actor


def holds(person: Person, permission: Permission, now: datetime) -> bool:
    """Does a grant in force anywhere give the person this permission?

    Grants lie above accounts in the map, so the settings name the function that reads them.
    """
    scope_of = import_string(settings.HUIYING_SCOPE_OF)
    scope = scope_of(person, permission, on=local_date(now))
    return bool(scope.everything or scope.prefixes or scope.unit_ids)


def may_manage_people(*, by: By, now: datetime) -> Verdict:
    if isinstance(by, Actor) or holds(by, Permission.MANAGE_PEOPLE, now):
        return YES
    return no(NotAllowed(gettext_noop("Only a security administrator may keep staff accounts.")))


def may_keep_account(person: Person, *, by: By, now: datetime) -> Verdict:
    """One's own tokens and name are one's own affair; others' are the security administrator's."""
    if isinstance(by, Person) and by.pk == person.pk:
        return YES
    return may_manage_people(by=by, now=now)


class SignInBrakes(AxesDatabaseHandler):  # type: ignore[misc] # axes has no types
    """Two brakes on guessing: few failures for one name, more for one address.

    A whole office shares one address, so its limit (`HUIYING_ADDRESS_FAILURES`) is higher than the
    five of a name; failures there are scaled down to the same limit. A success forgives the name
    that succeeded and no other, or one good account would free an address to guess the rest.
    """

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        by_name, by_address = (
            tries.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
            for tries in self.get_user_attempts(request, credentials)
        )
        scaled = by_address * settings.AXES_FAILURE_LIMIT // settings.HUIYING_ADDRESS_FAILURES
        return int(max(by_name, scaled))

    def reset_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        username = (credentials or {}).get("username")
        forgiven, _ = AccessAttempt.objects.filter(username=username).delete()
        return int(forgiven)


class LongEnough(MinimumLengthValidator):
    """Password validator: Django's, with a sentence that exists in Chinese too."""

    def get_error_message(self) -> str:
        return _("This password is too short. Use at least %(number)s characters.") % {
            "number": self.min_length
        }


class NotUsedBefore:
    """Password validator: not the present one and not one of the last few."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if user is not None and user.pk and used_before(user, password):
            raise ValidationError(
                _("This is one of your last %(number)s passwords. Choose another."),
                code="used_before",
                params={"number": rules.PASSWORDS_REMEMBERED},
            )

    def get_help_text(self) -> str:
        return _("Not one of your last %(number)s passwords.") % {
            "number": rules.PASSWORDS_REMEMBERED
        }
