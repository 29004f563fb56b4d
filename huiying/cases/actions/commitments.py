"""What a unit promises in public, kept by its own head."""

from datetime import date, datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.models import Commitment
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Unit
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

MOST = 12
TOO_MANY = gettext_noop("%(unit)s has %(most)s promises already. End one first; nobody reads more.")


@transaction.atomic
def promise(
    unit: Unit, *, by: Person, now: datetime, text: str, valid_from: date | None = None
) -> Commitment:
    """Promise something; it is public from its first day on."""
    today = local_date(now)
    may(by, Permission.CHECK_TEXTS, area=unit.area.code, unit=unit.pk, on=today).require()
    if Commitment.objects.filter(unit=unit, valid_to=None).count() >= MOST:
        raise NotPossible(TOO_MANY, unit=unit.name, most=MOST)
    made = Commitment.objects.create(
        unit=unit, text=text, valid_from=valid_from or today, made_by_id=by.pk
    )
    audit.record("commitment.made", f"commitment:{made.pk}", by=by, now=now, data={"unit": unit.pk})
    return made


@transaction.atomic
def end_promise(promised: Commitment, *, by: Person, now: datetime) -> None:
    """It no longer holds from today on; what was promised stays on record."""
    today, unit = local_date(now), promised.unit
    may(by, Permission.CHECK_TEXTS, area=unit.area.code, unit=unit.pk, on=today).require()
    Commitment.objects.filter(pk=promised.pk, valid_to=None).update(valid_to=today)
    audit.record("commitment.ended", f"commitment:{promised.pk}", by=by, now=now)
