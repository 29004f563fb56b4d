"""Opening, renaming, merging, splitting and closing areas.

An area that changes is closed on the day and a new one opened; a succession links them. What happened
before stays with the old one. The areas below move under the new one and keep their codes, except
after a split or a new code, when each is closed and opened again with a code under its new upper area.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from huiying.audit.actions import record
from huiying.lib.codes import is_area_code, pad12
from huiying.lib.errors import Listing, NotPossible, gettext_noop
from huiying.organisations.actions.acting import By, changed, require, take_up
from huiying.organisations.choices import Change, Level
from huiying.organisations.models import Area, Grant, Group, OfficeHours, Succession, Unit
from huiying.organisations.queries.stamps import CALENDAR, GROUPS, STRUCTURE
from huiying.organisations.rules import short_name
from huiying.people.choices import Permission

BAD_CODE = gettext_noop("“%(code)s” is not an area code. An area code has twelve digits.")
CODE_OUTSIDE = gettext_noop("The code %(code)s does not lie under %(parent)s.")
CODE_TAKEN = gettext_noop("The code %(code)s already belongs to %(name)s.")
CODE_SPENT = gettext_noop(
    "The code %(code)s belonged to %(name)s, whose history it carries. Please take a new code."
)
NO_NAME = gettext_noop("Please give the area a name.")
WRONG_LEVEL = gettext_noop("An area of this level cannot stand below %(parent)s.")
CLOSED = gettext_noop("%(name)s was closed on %(on)s.")
TOO_EARLY = gettext_noop("%(name)s began on %(begun)s; the change must come later.")
STILL_USED = gettext_noop(
    "%(name)s still holds %(areas)s areas and %(units)s units. Close or move them first."
)
TWO_NEEDED = gettext_noop("Choose at least two areas.")
ONE_LEVEL = gettext_noop("All areas must be of the same level and stand below the same area.")
NOT_SHARED_OUT = gettext_noop("Say for every area below %(name)s to which part it goes: %(left)s.")


@dataclass(frozen=True)
class Named:
    """Code and name of an area to be opened."""

    code: str
    name: str


@transaction.atomic
def open_area(
    parent: Area | None, *, level: Level, named: Named, valid_from: date, by: By, now: datetime
) -> Area:
    """A new area below `parent` (or at the top)."""
    require(by, Permission.MANAGE_ORGANISATIONS, area=parent, everywhere=parent is None, now=now)
    if parent is not None and parent.level >= level:
        raise NotPossible(WRONG_LEVEL, parent=parent.name)
    _check_new(named, level, parent)
    area = _opened(named, level, parent, valid_from)
    record("area.open", _subject(area), by=by, now=now, data=_told(area), first=True)
    changed(STRUCTURE)
    return area


@transaction.atomic
def rename_area(area: Area, *, named: Named, on: date, by: By, now: datetime) -> Area:
    """The same place under a new name, and if the code changes too, with all codes below it."""
    require(by, Permission.MANAGE_ORGANISATIONS, area=area, now=now)
    _check_change(area, on)
    if pad12(named.code) != area.code:
        _check_new(named, Level(area.level), area.parent)
    heir = _succeeded([area], named, Change.RENAME, on)
    _carry_over(area, heir, on)
    if heir.code == area.code:
        Area.objects.filter(parent=area, valid_to=None).update(parent=heir)
    else:
        _recode_below(area, heir, on)
    data = {"from": area.code, "old_name": area.name, **_told(heir)}
    record("area.rename", _subject(heir), by=by, now=now, data=data, first=True)
    _everything_changed()
    return heir


@transaction.atomic
def merge_areas(areas: Sequence[Area], *, named: Named, on: date, by: By, now: datetime) -> Area:
    """Several areas become one; `named.code` may be that of one of them or new."""
    if len({area.pk for area in areas}) < 2:
        raise NotPossible(TWO_NEEDED)
    for area in areas:
        require(by, Permission.MANAGE_ORGANISATIONS, area=area, now=now)
        _check_change(area, on)
    if len({(area.level, area.parent_id) for area in areas}) > 1:
        raise NotPossible(ONE_LEVEL)
    if pad12(named.code) not in {area.code for area in areas}:
        _check_new(named, Level(areas[0].level), areas[0].parent)
    heir = _succeeded(areas, named, Change.MERGE, on)
    _end_groups(*areas, on=on)
    Area.objects.filter(parent__in=areas, valid_to=None).update(parent=heir)
    Unit.objects.filter(area__in=areas, valid_to=None).update(area=heir)
    data = {"from": [area.code for area in areas], **_told(heir)}
    record("area.merge", _subject(heir), by=by, now=now, data=data, first=True)
    _everything_changed()
    return heir


@transaction.atomic
def split_area(
    area: Area,
    parts: Sequence[Named],
    *,
    shares: Mapping[int, str],
    on: date,
    by: By,
    now: datetime,
) -> list[Area]:
    """One area becomes several. `shares` maps the id of each area below to the code of its part."""
    require(by, Permission.MANAGE_ORGANISATIONS, area=area, now=now)
    _check_change(area, on)
    if len({pad12(part.code) for part in parts}) < 2:
        raise NotPossible(TWO_NEEDED)
    below = list(Area.objects.filter(parent=area, valid_to=None))
    codes = {pad12(part.code) for part in parts}
    left = [child.name for child in below if pad12(shares.get(child.pk, "")) not in codes]
    if left:
        raise NotPossible(NOT_SHARED_OUT, name=area.name, left=Listing(left))
    for part in parts:
        if pad12(part.code) != area.code:
            _check_new(part, Level(area.level), area.parent)
    _close(area, on)
    _end_groups(area, on=on)
    heirs = {}
    for part in parts:
        heir = _opened(part, Level(area.level), area.parent, on)
        Succession.objects.create(from_area=area, to_area=heir, kind=Change.SPLIT, on=on)
        heirs[heir.code] = heir
        data = {"from": area.code, **_told(heir)}
        record("area.split", _subject(heir), by=by, now=now, data=data, first=True)
    for child in below:
        _move(child, heirs[pad12(shares[child.pk])], on)
    _everything_changed()
    return list(heirs.values())


@transaction.atomic
def close_area(area: Area, *, on: date, by: By, now: datetime, reason: str = "") -> Area:
    """An area that ends without an heir; it must be empty."""
    require(by, Permission.MANAGE_ORGANISATIONS, area=area, now=now)
    _check_change(area, on)
    areas = Area.objects.filter(parent=area, valid_to=None).count()
    units = Unit.objects.filter(area=area, valid_to=None).count()
    if areas or units:
        raise NotPossible(STILL_USED, name=area.name, areas=areas, units=units)
    _close(area, on)
    _end_groups(area, on=on)
    record("area.close", _subject(area), by=by, now=now, data=_told(area), reason=reason)
    changed(STRUCTURE)
    return area


def _check_new(named: Named, level: Level, parent: Area | None) -> None:
    code = pad12(named.code)
    if not is_area_code(code):
        raise NotPossible(BAD_CODE, code=named.code)
    if parent is not None and not code.startswith(parent.prefix):
        raise NotPossible(CODE_OUTSIDE, code=code, parent=parent.name)
    earlier = Area.objects.filter(code=code, level=level).order_by("-valid_from").first()
    if earlier is not None:
        template = CODE_TAKEN if earlier.valid_to is None else CODE_SPENT
        raise NotPossible(template, code=code, name=earlier.name)


def _check_change(area: Area, on: date) -> None:
    take_up(area)
    if area.valid_to is not None:
        raise NotPossible(CLOSED, name=area.name, on=area.valid_to)
    if on <= area.valid_from:
        raise NotPossible(TOO_EARLY, name=area.name, begun=area.valid_from)


def _opened(named: Named, level: Level, parent: Area | None, on: date) -> Area:
    if not named.name.strip():
        raise NotPossible(NO_NAME)
    area = Area(
        code=pad12(named.code),
        level=level,
        name=named.name.strip(),
        short_name=short_name(named.name),
        parent=parent,
        valid_from=on,
    )
    try:
        with transaction.atomic():
            area.save(force_insert=True)
    except IntegrityError as error:  # somebody else was faster
        raise NotPossible(CODE_TAKEN, code=area.code, name=area.name) from error
    return area


def _close(area: Area, on: date) -> None:
    area.valid_to = on
    area.save(update_fields=["valid_to"])


def _end_groups(*areas: Area, on: date) -> None:
    """Groups end with a village that is merged, split or closed; the new one numbers its own."""
    Group.objects.filter(village__in=areas, valid_to=None, valid_from__gt=on).update(
        valid_to=F("valid_from")
    )
    Group.objects.filter(village__in=areas, valid_to=None).update(valid_to=on)


def _succeeded(areas: Sequence[Area], named: Named, kind: Change, on: date) -> Area:
    for area in areas:
        _close(area, on)
    heir = _opened(named, Level(areas[0].level), areas[0].parent, on)
    for area in areas:
        Succession.objects.create(from_area=area, to_area=heir, kind=kind, on=on)
    return heir


def _carry_over(area: Area, heir: Area, on: date) -> None:
    """The same place goes on: its units, roles, groups and office hours go with it."""
    Group.objects.filter(village=area).update(village=heir)
    Unit.objects.filter(area=area, valid_to=None).update(area=heir)
    Grant.objects.filter(area=area, valid_to=None).update(area=heir)
    OfficeHours.objects.filter(area=area, valid_to=None).update(area=heir)


def _move(area: Area, upper: Area, on: date) -> None:
    """Put an area under another; if its code lies elsewhere it is closed and opened with a new one."""
    if area.code.startswith(upper.prefix):
        area.parent = upper
        area.save(update_fields=["parent"])
        return
    code = upper.prefix + area.code[len(upper.prefix) :]
    _close(area, on)
    heir = Area.objects.create(
        code=code,
        level=area.level,
        name=area.name,
        short_name=area.short_name,
        parent=upper,
        valid_from=on,
    )
    Succession.objects.create(from_area=area, to_area=heir, kind=Change.RENAME, on=on)
    _carry_over(area, heir, on)
    _recode_below(area, heir, on)


def _recode_below(area: Area, heir: Area, on: date) -> None:
    for child in Area.objects.filter(parent=area, valid_to=None):
        _move(child, heir, on)


def _everything_changed() -> None:
    for stamp in (STRUCTURE, CALENDAR, GROUPS):
        changed(stamp)


def _subject(area: Area) -> str:
    return f"area:{area.pk}"


def _told(area: Area) -> dict[str, object]:
    return {
        "code": area.code,
        "level": area.level,
        "name": area.name,
        "from_day": area.valid_from.isoformat(),
        "to_day": area.valid_to.isoformat() if area.valid_to else None,
    }
