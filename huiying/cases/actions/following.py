"""Following a matter instead of reporting it again (关注). Whoever follows owes nothing and counts for
nothing in any appraisal."""

import secrets
from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.audit.actions import Actor as Timer
from huiying.cases.models import Case, Follower
from huiying.cases.permissions import By
from huiying.cases.queries.following import followable
from huiying.cases.rules.following import MOST_FOLLOWED
from huiying.lib.errors import NotPossible, gettext_noop

NOT_OPEN = gettext_noop("This matter can no longer be followed.")
TOO_MANY = gettext_noop("You follow %(most)s matters already. Stop following one first.")


@transaction.atomic
def follow(case: Case, *, by: By, now: datetime, phone: str, language: str) -> Follower:
    """Follow a case with a telephone number that was proved. Twice is once."""
    Case.objects.select_for_update().get(pk=case.pk)
    found = followable().filter(pk=case.pk).first()
    if found is None:
        raise NotPossible(NOT_OPEN)
    known = found.followers.filter(phone=phone, ended_at__isnull=True).first()
    if known is not None:
        return known
    if Follower.objects.filter(phone=phone, ended_at__isnull=True).count() >= MOST_FOLLOWED:
        raise NotPossible(TOO_MANY, most=MOST_FOLLOWED)
    made = Follower.objects.create(
        case=found, phone=phone, language=language, token=secrets.token_urlsafe(32), since=now
    )
    audit.record("case.follow", found.subject, by=by, now=now, data={"follower": made.pk})
    return made


@transaction.atomic
def unfollow(follower: Follower, *, by: By | Timer, now: datetime) -> Follower:
    """Stop following; the telephone number is erased at once."""
    found = Follower.objects.select_for_update().select_related("case").get(pk=follower.pk)
    if found.ended_at is None:
        found.phone, found.ended_at = "", now
        found.save(update_fields=["phone", "ended_at"])
        audit.record("case.unfollow", found.case.subject, by=by, now=now)
    return found


def told_follower(follower: Follower, *, now: datetime) -> None:
    """The person has been told how it ended."""
    Follower.objects.filter(pk=follower.pk).update(told_at=now)
