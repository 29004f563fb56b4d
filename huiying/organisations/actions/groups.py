"""Entering, renaming and ending groups of a village."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from huiying.audit.actions import record
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.village_groups import MOST, number_in, usual_name
from huiying.organisations.actions.acting import By, changed, require, take_up
from huiying.organisations.choices import Level
from huiying.organisations.models import Area, Group
from huiying.organisations.queries.stamps import GROUPS
from huiying.people.choices import Permission

NO_VILLAGE = gettext_noop("Only villages and communities have groups; %(name)s is neither.")
VILLAGE_CLOSED = gettext_noop("%(name)s was closed on %(on)s.")
BAD_NUMBER = gettext_noop("Groups are numbered from 1 to %(most)s.")
LONG_NAME = gettext_noop("The name has %(count)s characters; at most %(most)s fit.")
OTHER_NUMBER = gettext_noop("“%(name)s” is the name of group %(said)s, not of group %(number)s.")
NUMBER_TAKEN = gettext_noop("Group %(number)s of %(village)s is there already: %(name)s.")
NAME_TAKEN = gettext_noop("%(village)s has a group “%(name)s” already.")
ENDED = gettext_noop("The group %(name)s ended on %(on)s.")
TOO_EARLY = gettext_noop("%(name)s began on %(begun)s; the change must come later.")
LONGEST = 30


@transaction.atomic
def open_group(
    village: Area, number: int, name: str = "", *, valid_from: date, by: By, now: datetime
) -> Group:
    """A new group; without a name it is called by its number."""
    require(by, Permission.MANAGE_ORGANISATIONS, area=village, now=now)
    take_up(village)
    if village.valid_to is not None:
        raise NotPossible(VILLAGE_CLOSED, name=village.name, on=village.valid_to)
    group = opened(village, number, name, valid_from=valid_from)
    _note("open", group, by=by, now=now, first=True)
    return group


@transaction.atomic
def rename_group(group: Group, name: str, *, on: date, by: By, now: datetime) -> Group:
    """The same group under another name; the old one stays with what was before that day."""
    _may_change(group, on, by=by, now=now)
    _end(group, on)
    heir = opened(group.village, group.number, name, valid_from=on)
    _note("rename", heir, by=by, now=now, first=True)
    return heir


@transaction.atomic
def end_group(group: Group, *, on: date, by: By, now: datetime, reason: str = "") -> Group:
    _may_change(group, on, by=by, now=now)
    _end(group, on)
    _note("end", group, by=by, now=now, reason=reason)
    return group


def opened(village: Area, number: int, name: str, *, valid_from: date) -> Group:
    """A group that may be there. Raises NotPossible."""
    name = "".join(name.split()) or (usual_name(number) if 1 <= number <= MOST else "")
    _check(village, number, name)
    group = Group(village=village, number=number, name=name, valid_from=valid_from)
    try:
        with transaction.atomic():
            group.save(force_insert=True)
    except IntegrityError as error:  # somebody else was faster
        raise NotPossible(NUMBER_TAKEN, number=number, village=village.name, name=name) from error
    return group


def _check(village: Area, number: int, name: str) -> None:
    if village.level != Level.VILLAGE:
        raise NotPossible(NO_VILLAGE, name=village.name)
    if not 1 <= number <= MOST:
        raise NotPossible(BAD_NUMBER, most=MOST)
    there = Group.objects.filter(village=village, valid_to=None, number=number).first()
    if there is not None:
        raise NotPossible(NUMBER_TAKEN, number=number, village=village.name, name=there.name)
    check_name(village, number, name)


def check_name(village: Area, number: int, name: str) -> None:
    """Raises NotPossible where a group cannot be called so: too long, another's name or number."""
    if len(name) > LONGEST:
        raise NotPossible(LONG_NAME, count=len(name), most=LONGEST)
    said = number_in(name)
    if said is not None and said != number:
        raise NotPossible(OTHER_NUMBER, name=name, said=said, number=number)
    others = Group.objects.filter(village=village, valid_to=None, name=name)
    if others.exclude(number=number).exists():
        raise NotPossible(NAME_TAKEN, village=village.name, name=name)


def _may_change(group: Group, on: date, *, by: By, now: datetime) -> None:
    require(by, Permission.MANAGE_ORGANISATIONS, area=group.village, now=now)
    group.valid_to = Group.objects.select_for_update().get(pk=group.pk).valid_to
    if group.valid_to is not None:
        raise NotPossible(ENDED, name=group.name, on=group.valid_to)
    if on <= group.valid_from:
        raise NotPossible(TOO_EARLY, name=group.name, begun=group.valid_from)


def _end(group: Group, on: date) -> None:
    group.valid_to = on
    group.save(update_fields=["valid_to"])


def _note(
    what: str, group: Group, *, by: By, now: datetime, first: bool = False, reason: str = ""
) -> None:
    data = {"village": group.village.code, "number": group.number, "name": group.name}
    data["day"] = (group.valid_to or group.valid_from).isoformat()
    subject = f"group:{group.pk}"
    record(f"group.{what}", subject, by=by, now=now, data=data, reason=reason, first=first)
    changed(GROUPS)
