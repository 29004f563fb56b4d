"""What a unit promises in public: kept by its own head, or with the unit's other facts."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from huiying.audit.actions import record
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.actions.acting import By
from huiying.organisations.models import Commitment, Unit
from huiying.organisations.permissions import may
from huiying.organisations.rules import lines_of
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
    return _make(unit, text, valid_from or today, by, now)


@transaction.atomic
def end_promise(promised: Commitment, *, by: Person, now: datetime) -> None:
    """It no longer holds from today on; what was promised stays on record."""
    today, unit = local_date(now), promised.unit
    may(by, Permission.CHECK_TEXTS, area=unit.area.code, unit=unit.pk, on=today).require()
    _end([promised], by, now)


def keep_promises(unit: Unit, text: str, *, on: date, by: By, now: datetime) -> bool:
    """Make the lines of a text the unit's promises from a day on; says whether that changed any.

    For the steps that keep a unit and its facts, which have asked for the permission already.
    """
    wanted, present = lines_of(text), list(unit.commitments.filter(valid_to=None))
    gone = [each for each in present if each.text not in wanted]
    known = {each.text for each in present}
    fresh = [line for line in wanted if line not in known]
    _end(gone, by, now)
    for line in fresh:
        _make(unit, line, on, by, now)
    return bool(gone or fresh)


def _make(unit: Unit, text: str, since: date, by: By, now: datetime) -> Commitment:
    if unit.commitments.filter(valid_to=None).count() >= MOST:
        raise NotPossible(TOO_MANY, unit=unit.name, most=MOST)
    made_by = by.pk if isinstance(by, Person) else None
    made = Commitment.objects.create(unit=unit, text=text, valid_from=since, made_by_id=made_by)
    _record("unit.promise", made, by, now)
    return made


def _end(promised: Iterable[Commitment], by: By, now: datetime) -> None:
    for each in promised:
        last = max(local_date(now), each.valid_from)
        if Commitment.objects.filter(pk=each.pk, valid_to=None).update(valid_to=last):
            _record("unit.promise_ended", each, by, now)


def _record(kind: str, promised: Commitment, by: By, now: datetime) -> None:
    data = {"commitment": promised.pk, "text": promised.text}
    record(kind, f"unit:{promised.unit_id}", by=by, now=now, data=data)
