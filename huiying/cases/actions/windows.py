"""Judging a service at a counter or online: one handling, one rating, one more after a remedy (4.11)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.choices import BAD_GRADES, Grade
from huiying.cases.models import Visit, VisitRating
from huiying.cases.permissions import PUBLIC
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Unit
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

LINK_LIFE = timedelta(days=30)
LINK_OVER = gettext_noop("The time to judge this service is over.")
SAID = gettext_noop(
    "You had judged this service already. What you have just sent was not taken; what came first counts."
)
NOTHING_BAD = gettext_noop("Only a bad rating that nobody has dealt with is put right.")


@dataclass(frozen=True)
class Impression:
    """Five grades for four things; nothing is chosen beforehand."""

    overall: Grade
    first: Grade
    second: Grade
    third: Grade
    comment: str = ""


@transaction.atomic
def record_visit(
    unit: Unit, *, by: Person, now: datetime, matter: str, desk: str = "", is_online: bool = False
) -> Visit:
    """A handling at the counter of a unit is done; its person may judge it by the link."""
    may(by, Permission.HANDLE, unit=unit, on=local_date(now)).require()
    visit = Visit.objects.create(
        unit=unit,
        matter=matter,
        desk=desk,
        is_online=is_online,
        at=now,
        recorded_by_id=by.pk,
        token=secrets.token_urlsafe(32),
        token_until=now + LINK_LIFE,
    )
    audit.record("visit.record", visit.subject, by=by, now=now, first=True)
    return visit


@transaction.atomic
def rate_visit(visit: Visit, impression: Impression, *, now: datetime) -> VisitRating:
    """The holder of the link judges; a second time only after a bad rating was put right."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    number = next_number(visit, now)
    rating = VisitRating.objects.create(
        visit=visit,
        number=number,
        overall=impression.overall,
        first=impression.first,
        second=impression.second,
        third=impression.third,
        comment=impression.comment,
        at=now,
    )
    data = {"overall": impression.overall, "number": number}
    audit.record("visit.rate", visit.subject, by=PUBLIC.audit_name, now=now, data=data)
    return rating


def next_number(visit: Visit, now: datetime) -> int:
    """Which rating comes next. Raises NotPossible when there is none to come."""
    if now >= visit.token_until:
        raise NotPossible(LINK_OVER)
    given = visit.ratings.count()
    if given == 0:
        return 1
    if given == 1 and visit.remedied_at is not None:
        return given + 1
    raise NotPossible(SAID)


@transaction.atomic
def remedy_visit(visit: Visit, *, by: Person, now: datetime, remedy: str) -> Visit:
    """The unit says what it put right after a bad rating; the person may judge once more."""
    may(by, Permission.HANDLE, unit=visit.unit_id, on=local_date(now)).require()
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.remedied_at is not None or not visit.ratings.filter(overall__in=BAD_GRADES).exists():
        raise NotPossible(NOTHING_BAD)
    visit.remedy, visit.remedied_at, visit.remedied_by_id = remedy, now, by.pk
    visit.token_until = max(visit.token_until, now + LINK_LIFE)
    visit.save()
    audit.record("visit.remedy", visit.subject, by=by, now=now)
    return visit
