"""Lists of staff with their roles: one row a role, so a person may stand in several rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import translation

from huiying.lib.codes import pad12
from huiying.lib.errors import Refused, gettext_noop
from huiying.organisations.actions import By, Reach, grant_role
from huiying.organisations.actions.area_import import Outcome, RowError
from huiying.organisations.imports.areas import LEVELS
from huiying.organisations.imports.reading import CellError, Record, Source, records
from huiying.organisations.models import Area, Grant, Unit
from huiying.people.actions.accounts import open_account, plain_username
from huiying.people.choices import Role
from huiying.people.models import Person

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "username": ("用户名", "账号"),
    "name": ("姓名",),
    "role": ("角色",),
    "area_code": ("区划代码",),
    "area_level": ("区划级别", "区划层级"),
    "unit_code": ("单位代码",),
    "from": ("开始日期", "起始日期"),
    "to": ("结束日期", "截止日期"),
    "phone": ("电话", "手机"),
}
NEEDED = ("username", "name", "role", "area_code")

BATCH = 50
"""Rows in one transaction where bad rows are left out: each new account takes a while to seal."""

NO_AREA = gettext_noop("There is no area with the code %(code)s.")
TWO_AREAS = gettext_noop(
    "The code %(code)s belongs to areas of several levels; fill the column area_level."
)
NO_UNIT = gettext_noop("There is no unit with the code %(code)s.")
NAME_DIFFERS = gettext_noop("The user name %(username)s belongs to %(name)s.")


@dataclass
class Joined:
    """What an import of people did, and the one-time passwords, which are told once."""

    outcome: Outcome = field(default_factory=Outcome)
    passwords: list[tuple[str, str, str]] = field(default_factory=list)
    """User name, name, one-time password of each new account."""


def import_people(  # noqa: PLR0913 - what, whence, and the ways to run it
    source: Source,
    name: str,
    *,
    by: By,
    now: datetime,
    dry_run: bool = False,
    skip_bad: bool = False,
    joined: Joined | None = None,
    tick: Callable[[int], object] = lambda _done: None,
) -> Joined:
    """Open accounts and give roles; who is there already keeps account, password and roles.

    A row with an error keeps the whole list out, unless `skip_bad`; then rows come in BATCH by
    BATCH, and `tick` is told how many are done.
    """
    joined = joined or Joined()
    words = roles()
    rows = records(source, name, COLUMNS, NEEDED)
    while batch := list(islice(rows, BATCH if skip_bad else None)):
        with transaction.atomic():
            for each in batch:
                try:
                    with transaction.atomic():
                        _take(each, words, joined, by=by, now=now)
                except Refused as refusal:
                    column = refusal.column if isinstance(refusal, CellError) else ""
                    joined.outcome.reject(RowError(name, each.number, column, refusal))
            if dry_run or (joined.outcome.bad and not skip_bad):
                transaction.set_rollback(True)
                joined.passwords.clear()
        tick(joined.outcome.rows)
    return joined


def roles() -> dict[str, str]:
    """Every word for a role: its code, its English and its Chinese name."""
    found = {role.value: role.value for role in Role}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            found |= {str(role.label).lower(): role.value for role in Role}
    return found


def _take(each: Record, words: Mapping[str, str], joined: Joined, *, by: By, now: datetime) -> None:
    role = Role(each.choice("role", words))
    area, unit = _area(each), _unit(each)
    person, password = _person(each, by=by, now=now)
    if Grant.objects.filter(
        person=person, role=role, area=area, unit=unit, valid_to=each.day("to")
    ).exists():
        joined.outcome.unchanged += 1
        return
    reach = Reach(area, unit, each.day("from"), each.day("to"))
    grant_role(person, role, reach, by=by, now=now)
    joined.outcome.created += 1
    if password:
        joined.passwords.append((person.username, person.name, password))


def _person(each: Record, *, by: By, now: datetime) -> tuple[Person, str]:
    username, name = plain_username(each.needed("username", 40)), each.needed("name", 30)
    person = Person.objects.filter(username=username).first()
    if person is None:
        return open_account(username, name=name, phone=each.text("phone", 20), by=by, now=now)
    if person.name != name:
        raise CellError("username", NAME_DIFFERS, username=username, name=person.name)
    return person, ""


def _area(each: Record) -> Area:
    code = pad12(each.needed("area_code", 12))
    areas = Area.objects.filter(code=code, valid_to=None)
    if each.text("area_level"):
        areas = areas.filter(level=int(each.choice("area_level", LEVELS)))
    found = list(areas[:2])
    if not found:
        raise CellError("area_code", NO_AREA, code=code)
    if len(found) > 1:
        raise CellError("area_level", TWO_AREAS, code=code)
    return found[0]


def _unit(each: Record) -> Unit | None:
    code = each.text("unit_code", 30)
    if not code:
        return None
    unit = Unit.objects.filter(code=code, valid_to=None).first()
    if unit is None:
        raise CellError("unit_code", NO_UNIT, code=code)
    return unit
