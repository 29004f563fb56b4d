"""Opening, changing, renaming, merging, splitting and closing units.

As with areas: a unit whose identity changes is closed on the day and a new one opened; cases and
facts stay with the old one, and whoever works in the new one sees them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from huiying.audit.actions import record
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.actions.acting import By, changed, require, take_up
from huiying.organisations.actions.commitments import keep_promises
from huiying.organisations.choices import Change, UnitKind
from huiying.organisations.models import Area, Grant, Post, Unit, UnitSuccession
from huiying.organisations.queries import unit_subtree
from huiying.organisations.queries.commitments import promises_of
from huiying.organisations.queries.stamps import STRUCTURE
from huiying.people.choices import Permission

NO_CODE = gettext_noop("Please give the unit a code of at most 30 characters.")
NO_NAME = gettext_noop("Please give the unit a name of at most 60 characters.")
CODE_TAKEN = gettext_noop("The unit code %(code)s already belongs to %(name)s.")
CLOSED = gettext_noop("%(name)s was closed on %(on)s.")
TOO_EARLY = gettext_noop("%(name)s began on %(begun)s; the change must come later.")
TWO_NEEDED = gettext_noop("Choose at least two units.")
STILL_ABOVE = gettext_noop("%(name)s still has %(units)s units below it. Close or move them first.")
IN_A_CIRCLE = gettext_noop("%(name)s cannot stand below itself.")


@dataclass(frozen=True)
class NewUnit:
    """What a unit is opened with."""

    code: str
    name: str
    kind: UnitKind
    phone: str = ""
    commitments: str = ""
    """One promise a line."""


@transaction.atomic
def open_unit(
    area: Area, new: NewUnit, *, parent: Unit | None = None, valid_from: date, by: By, now: datetime
) -> Unit:
    """A new unit standing in `area`."""
    require(by, Permission.MANAGE_ORGANISATIONS, area=area, now=now)
    unit = _opened(new, area, parent, valid_from)
    _record("unit.open", unit, by, now)
    keep_promises(unit, new.commitments, on=valid_from, by=by, now=now)
    changed(STRUCTURE)
    return unit


@transaction.atomic
def describe_unit(  # noqa: PLR0913 - the fields of one form
    unit: Unit,
    *,
    phone: str,
    commitments: str,
    parent: Unit | None,
    area: Area | None = None,
    by: By,
    now: datetime,
) -> Unit:
    """Correct what does not change the unit's identity: phone, commitments, place, upper unit."""
    require(by, Permission.MANAGE_ORGANISATIONS, area=unit.area, now=now)
    if area is not None:
        require(by, Permission.MANAGE_ORGANISATIONS, area=area, now=now)
        unit.area = area
    if parent is not None and parent.pk in unit_subtree({unit.pk}):
        raise NotPossible(IN_A_CIRCLE, name=unit.name)
    unit.phone, unit.parent = phone.strip(), parent
    unit.save(update_fields=["phone", "parent", "area"])
    _record("unit.describe", unit, by, now, first=False)
    keep_promises(unit, commitments, on=local_date(now), by=by, now=now)
    changed(STRUCTURE)
    return unit


@transaction.atomic
def rename_unit(  # noqa: PLR0913 - name, and for a new code or kind, those too
    unit: Unit,
    *,
    name: str,
    on: date,
    by: By,
    now: datetime,
    code: str = "",
    kind: UnitKind | None = None,
) -> Unit:
    """The same unit under a new name; its people, posts, promises and lower units go with it."""
    require(by, Permission.MANAGE_ORGANISATIONS, area=unit.area, now=now)
    _check_change(unit, on)
    promises = promises_of(unit, on)
    _close(unit, on)
    new = NewUnit(code or unit.code, name, kind or UnitKind(unit.kind), unit.phone)
    heir = _opened(new, unit.area, unit.parent, on)
    _succeed([unit], heir, Change.RENAME, on)
    Grant.objects.filter(unit=unit, valid_to=None).update(unit=heir)
    _carry_posts(unit, heir, on)
    _record("unit.rename", heir, by, now, {"from": unit.code, "old_name": unit.name})
    keep_promises(heir, promises, on=on, by=by, now=now)
    changed(STRUCTURE)
    return heir


@transaction.atomic
def merge_units(units: Sequence[Unit], new: NewUnit, *, on: date, by: By, now: datetime) -> Unit:
    """Several units become one, standing where the first stood. Roles are not carried over."""
    if len({unit.pk for unit in units}) < 2:
        raise NotPossible(TWO_NEEDED)
    for unit in units:
        require(by, Permission.MANAGE_ORGANISATIONS, area=unit.area, now=now)
        _check_change(unit, on)
        _close(unit, on)
    parent = units[0].parent if units[0].parent not in units else None
    heir = _opened(new, units[0].area, parent, on)
    _succeed(units, heir, Change.MERGE, on)
    for unit in units:
        _end_posts(unit, on)
    _record("unit.merge", heir, by, now, {"from": [unit.code for unit in units]})
    changed(STRUCTURE)
    return heir


@transaction.atomic
def split_unit(
    unit: Unit, parts: Sequence[NewUnit], *, on: date, by: By, now: datetime
) -> list[Unit]:
    """One unit becomes several; the units below it move under the first."""
    require(by, Permission.MANAGE_ORGANISATIONS, area=unit.area, now=now)
    _check_change(unit, on)
    if len({part.code for part in parts}) < 2:
        raise NotPossible(TWO_NEEDED)
    _close(unit, on)
    heirs = [_opened(part, unit.area, unit.parent, on) for part in parts]
    Unit.objects.filter(parent=unit, valid_to=None).update(parent=heirs[0])
    for heir in heirs:
        UnitSuccession.objects.create(from_unit=unit, to_unit=heir, kind=Change.SPLIT, on=on)
        _record("unit.split", heir, by, now, {"from": unit.code})
    _end_posts(unit, on)
    changed(STRUCTURE)
    return heirs


@transaction.atomic
def close_unit(unit: Unit, *, on: date, by: By, now: datetime, reason: str = "") -> Unit:
    """A unit that ends without an heir; its posts end with it."""
    require(by, Permission.MANAGE_ORGANISATIONS, area=unit.area, now=now)
    _check_change(unit, on)
    below = Unit.objects.filter(parent=unit, valid_to=None).count()
    if below:
        raise NotPossible(STILL_ABOVE, name=unit.name, units=below)
    _close(unit, on)
    _end_posts(unit, on)
    record("unit.close", f"unit:{unit.pk}", by=by, now=now, data=_told(unit), reason=reason)
    changed(STRUCTURE)
    return unit


def _opened(new: NewUnit, area: Area, parent: Unit | None, on: date) -> Unit:
    code, name = new.code.strip(), new.name.strip()
    if not 1 <= len(code) <= 30:
        raise NotPossible(NO_CODE)
    if not 1 <= len(name) <= 60:
        raise NotPossible(NO_NAME)
    holder = Unit.objects.filter(code=code, valid_to=None).first()
    if holder is not None:
        raise NotPossible(CODE_TAKEN, code=code, name=holder.name)
    unit = Unit(
        code=code,
        name=name,
        kind=new.kind,
        area=area,
        parent=parent,
        phone=new.phone.strip(),
        valid_from=on,
    )
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError as error:  # opened on this day before, or by somebody faster
        raise NotPossible(CODE_TAKEN, code=code, name=name) from error
    return unit


def _check_change(unit: Unit, on: date) -> None:
    take_up(unit)
    if unit.valid_to is not None:
        raise NotPossible(CLOSED, name=unit.name, on=unit.valid_to)
    if on <= unit.valid_from:
        raise NotPossible(TOO_EARLY, name=unit.name, begun=unit.valid_from)


def _close(unit: Unit, on: date) -> None:
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])
    held = unit.commitments.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    held.filter(valid_from__lte=on).update(valid_to=on)
    held.filter(valid_from__gt=on).update(valid_to=F("valid_from"))


def _succeed(units: Sequence[Unit], heir: Unit, kind: Change, on: date) -> None:
    below = Unit.objects.filter(parent__in=units, valid_to=None).exclude(pk=heir.pk)
    below.update(parent=heir)
    for unit in units:
        UnitSuccession.objects.create(from_unit=unit, to_unit=heir, kind=kind, on=on)


def _carry_posts(unit: Unit, heir: Unit, on: date) -> None:
    for post in Post.objects.filter(unit=unit, valid_to=None):
        if post.valid_from < on:
            post.valid_to = on
            post.save(update_fields=["valid_to"])
            post.pk, post.valid_from, post.valid_to = None, on, None
        post.unit = heir
        post.save()


def _end_posts(unit: Unit, on: date) -> None:
    Post.objects.filter(unit=unit, valid_to=None, valid_from__lte=on).update(valid_to=on)
    Post.objects.filter(unit=unit, valid_from__gt=on).delete()


def _record(
    kind: str,
    unit: Unit,
    by: By,
    now: datetime,
    more: dict[str, object] | None = None,
    *,
    first: bool = True,
) -> None:
    data = {**_told(unit), **(more or {})}
    record(kind, f"unit:{unit.pk}", by=by, now=now, data=data, first=first)


def _told(unit: Unit) -> dict[str, object]:
    return {
        "code": unit.code,
        "name": unit.name,
        "unit_kind": unit.kind,
        "area": unit.area.code,
        "parent": unit.parent.code if unit.parent else None,
        "from_day": unit.valid_from.isoformat(),
        "to_day": unit.valid_to.isoformat() if unit.valid_to else None,
    }
