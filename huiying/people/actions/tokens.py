"""API tokens: made, used, taken back."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from huiying.audit.actions import record
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people import rules
from huiying.people.models import ApiToken, Person
from huiying.people.permissions import By, may_keep_account


@transaction.atomic
def make_token(
    person: Person, *, label: str, days: int, by: By, now: datetime
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is nowhere kept and never shown again."""
    may_keep_account(person, by=by, now=now).require()
    if not person.is_active:
        raise NotPossible(gettext_noop("The account of %(name)s is closed."), name=person.name)
    if not label.strip():
        raise NotPossible(gettext_noop("Say in a few words what the token is for."))
    secret = f"hy_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        person=person,
        label=label.strip()[:60],
        secret_hash=rules.token_hash(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    note = {"token": token.pk, "label": token.label, "expires_at": token.expires_at.isoformat()}
    record("person.token_made", person.audit_name, by=by, now=now, data=note)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: By, now: datetime) -> None:
    """The token opens nothing from now on; a second time changes nothing."""
    may_keep_account(token.person, by=by, now=now).require()
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        return
    note = {"token": token.pk, "label": token.label}
    record("person.token_revoked", token.person.audit_name, by=by, now=now, data=note)


def note_use(token_id: int, *, now: datetime) -> None:
    """Remember that the token was used, at most once an hour; a convenience, so not audited."""
    ApiToken.objects.filter(pk=token_id).update(last_used_at=now)
