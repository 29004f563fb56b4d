"""Giving and taking roles; the three administrators stay apart (GB/T 22239)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from huiying.audit.actions import record
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.organisations.actions.acting import By, require, take_up
from huiying.organisations.models import Area, Grant, Unit
from huiying.organisations.queries import forget_grants, prefixes_with_history
from huiying.organisations.rules import overlaps
from huiying.people.actions.accounts import require_second_factor
from huiying.people.choices import Permission, Role
from huiying.people.models import Person
from huiying.people.rules import ADMINISTRATORS

NOT_ONESELF = gettext_noop("Nobody gives or takes a role of their own. Ask another administrator.")
ADMINISTRATORS_APART = gettext_noop(
    "%(name)s is %(held)s. Nobody may be that and %(role)s at one time."
)
UNIT_ELSEWHERE = gettext_noop("%(unit)s does not stand in %(area)s.")
ALREADY = gettext_noop("%(name)s already has the role %(role)s here.")
DATES_TURNED = gettext_noop("The role would end on %(to)s, before it begins on %(from)s.")
ENDED = gettext_noop("This role ended on %(on)s.")


@dataclass(frozen=True)
class Reach:
    """Where and when a role holds: an area's subtree, or one unit's; half-open days."""

    area: Area
    unit: Unit | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def grant_role(person: Person, role: Role, reach: Reach, *, by: By, now: datetime) -> Grant:
    """Give a person a role. Without a first day it holds from today."""
    _require(person, reach.area, by=by, now=now)
    take_up(person)
    begins = reach.valid_from or local_date(now)
    if reach.valid_to is not None and reach.valid_to < begins:
        raise NotPossible(DATES_TURNED, **{"from": begins, "to": reach.valid_to})
    if reach.unit is not None and not reach.unit.area.code.startswith(
        prefixes_with_history([reach.area.prefix])
    ):
        raise NotPossible(UNIT_ELSEWHERE, unit=reach.unit.name, area=reach.area.name)
    _check_others(person, role, reach, begins)
    grant = Grant.objects.create(
        person=person,
        role=role,
        area=reach.area,
        unit=reach.unit,
        valid_from=begins,
        valid_to=reach.valid_to,
    )
    forget_grants(person)
    if role in ADMINISTRATORS:
        require_second_factor(person, by=by, now=now)
    record("grant.give", f"grant:{grant.pk}", by=by, now=now, data=_told(grant), first=True)
    return grant


@transaction.atomic
def revoke_grant(
    grant: Grant, *, by: By, now: datetime, on: date | None = None, reason: str = ""
) -> Grant:
    """Take a role back; `on` is the first day without it, today if not given."""
    _require(grant.person, grant.area, by=by, now=now)
    if grant.valid_to is not None and grant.valid_to <= local_date(now):
        raise NotPossible(ENDED, on=grant.valid_to)
    grant.valid_to = max(on or local_date(now), grant.valid_from)
    grant.save(update_fields=["valid_to"])
    forget_grants(grant.person)
    record("grant.take", f"grant:{grant.pk}", by=by, now=now, data=_told(grant), reason=reason)
    return grant


def _require(person: Person, area: Area, *, by: By, now: datetime) -> None:
    if isinstance(by, Person) and by.pk == person.pk:
        raise NotAllowed(NOT_ONESELF)
    require(by, Permission.MANAGE_GRANTS, area=area, now=now)


def _check_others(person: Person, role: Role, reach: Reach, begins: date) -> None:
    held = Grant.objects.filter(Q(valid_to=None) | Q(valid_to__gt=begins), person=person)
    for other in held:
        if not overlaps((other.valid_from, other.valid_to), (begins, reach.valid_to)):
            continue
        if role in ADMINISTRATORS and other.role in ADMINISTRATORS - {role}:
            raise NotPossible(
                ADMINISTRATORS_APART, name=person.name, held=other.role_label, role=role.label
            )
        same_place = (other.area_id, other.unit_id) == (
            reach.area.pk,
            reach.unit.pk if reach.unit else None,
        )
        if other.role == role and same_place:
            raise NotPossible(ALREADY, name=person.name, role=role.label)


def _told(grant: Grant) -> dict[str, object]:
    return {
        "person": grant.person.audit_name,
        "role": grant.role,
        "area": grant.area.code,
        "unit": grant.unit.code if grant.unit else None,
        "from_day": grant.valid_from.isoformat(),
        "to_day": grant.valid_to.isoformat() if grant.valid_to else None,
    }
