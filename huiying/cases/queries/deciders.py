"""Who has a permission over a place, and at which levels of areas they sit."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from huiying.lib.clock import local_date
from huiying.lib.codes import PREFIX_LENGTH, pad12, prefix
from huiying.organisations.choices import Level
from huiying.organisations.models import Grant
from huiying.organisations.models.validity import as_of
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.rules import roles_with


def grants_over(area_code: str, permission: Permission, *, on: date) -> QuerySet[Grant]:
    """Area-wide grants that give a permission over a place."""
    above = Q(pk__in=[])
    for level in Level:
        above |= Q(area__level=level, area__code=pad12(prefix(area_code, level)))
    roles = roles_with(permission)
    return Grant.objects.filter(as_of(on), above, unit__isnull=True, role__in=roles)


def levels_with(area_code: str, permission: Permission, *, now: datetime) -> list[int]:
    """The levels at which somebody has a permission over a place, the lowest area first."""
    found = grants_over(area_code, permission, on=local_date(now))
    levels = found.filter(person__is_active=True).values_list("area__level", flat=True)
    return sorted(set(levels), reverse=True)


def people_over(
    area_code: str, permission: Permission, *, now: datetime, at_least: int = Level.VILLAGE
) -> QuerySet[Person]:
    """Who has a permission over a place, at a level of areas or above."""
    found = grants_over(area_code, permission, on=local_date(now))
    found = found.filter(area__level__lte=at_least)
    return Person.objects.filter(is_active=True, pk__in=found.values("person_id"))


def sits_at(
    person: Person, area_code: str, permission: Permission, *, level: int, now: datetime
) -> bool:
    """Whether somebody has a permission over a place at a level of areas or above."""
    scope = scope_of(person, permission, on=local_date(now))
    longest = PREFIX_LENGTH[level]
    return scope.everything or any(
        len(each) <= longest and area_code.startswith(each) for each in scope.prefixes
    )


def units_of_people(ids: Iterable[int], *, now: datetime) -> frozenset[int]:
    """The units in which these people hold a grant today."""
    held = Grant.objects.filter(as_of(local_date(now)), person__in=list(ids), unit__isnull=False)
    return frozenset(held.values_list("unit_id", flat=True))
