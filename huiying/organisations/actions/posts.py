"""Naming the people who answer for a unit (SD-05)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from huiying.audit.actions import record
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.actions.acting import By, require, take_up
from huiying.organisations.choices import Title
from huiying.organisations.models import Post, Unit
from huiying.people.choices import Permission
from huiying.people.models import Person

BAD_NAME = gettext_noop("Please give the person's name in 1 to 30 characters.")
HEAD_LATER = gettext_noop(
    "%(name)s is already named head from %(on)s on. One unit has one head at a time."
)
NOT_YET = gettext_noop("%(name)s took the post on %(on)s; it cannot end before that.")
ENDED = gettext_noop("%(name)s left this post on %(on)s.")
UNIT_AWAY = gettext_noop("%(name)s does not exist on %(on)s.")


@dataclass(frozen=True)
class Holder:
    """Who takes a post: a name, and the account if the person has one."""

    name: str
    person: Person | None = None
    duty: str = ""


@transaction.atomic
def appoint(unit: Unit, holder: Holder, *, title: Title, on: date, by: By, now: datetime) -> Post:
    """Name a head or deputy from a day on. A new head ends the time of the one before."""
    require(by, Permission.MANAGE_ORGANISATIONS, area=unit.area, now=now)
    take_up(unit)
    name = holder.name.strip()
    if not 1 <= len(name) <= 30:
        raise NotPossible(BAD_NAME)
    if not unit.is_valid_on(on):
        raise NotPossible(UNIT_AWAY, name=unit.name, on=on)
    if title == Title.HEAD:
        _end_former_head(unit, on)
    post = Post.objects.create(
        unit=unit,
        title=title,
        name_text=name,
        person=holder.person,
        duty=holder.duty.strip(),
        valid_from=on,
    )
    data = {"unit": unit.code, "title": title.value, "on": on.isoformat()}
    record("post.appoint", f"post:{post.pk}", by=by, now=now, data=data, first=True)
    return post


@transaction.atomic
def relieve(post: Post, *, on: date, by: By, now: datetime) -> Post:
    """A post-holder leaves; `on` is the first day without them."""
    require(by, Permission.MANAGE_ORGANISATIONS, area=post.unit.area, now=now)
    if post.valid_to is not None:
        raise NotPossible(ENDED, name=post.name_text, on=post.valid_to)
    if on < post.valid_from:
        raise NotPossible(NOT_YET, name=post.name_text, on=post.valid_from)
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    data = {"unit": post.unit.code, "title": post.title, "on": on.isoformat()}
    record("post.relieve", f"post:{post.pk}", by=by, now=now, data=data)
    return post


def _end_former_head(unit: Unit, on: date) -> None:
    heads = Post.objects.filter(unit=unit, title=Title.HEAD)
    later = heads.filter(valid_from__gte=on).exclude(valid_from=on, valid_to=on).first()
    if later is not None:
        raise NotPossible(HEAD_LATER, name=later.name_text, on=later.valid_from)
    heads.filter(Q(valid_to=None) | Q(valid_to__gt=on)).update(valid_to=on)
