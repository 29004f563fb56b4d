"""What a person's grants reach. One query reads the grants; the rest is arithmetic on prefixes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Q, QuerySet

from huiying.audit.queries import ask
from huiying.lib.codes import pad12
from huiying.lib.codes import prefix as code_prefix
from huiying.organisations.choices import Level
from huiying.organisations.models import Area, Grant
from huiying.organisations.models.validity import as_of
from huiying.organisations.queries.structure import (
    prefixes_with_history,
    structure,
    unit_subtree_with_history,
)
from huiying.organisations.rules import Scope, code_range
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.queries import Bearer, bearer_with
from huiying.people.rules import roles_with

# Written out because building it through the ORM costs more than the query itself does, and every
# request pays it.
_COLUMNS = "g.role, a.code, a.level, g.unit_id, g.valid_from, g.valid_to"
_GRANTED = f"""
    select {_COLUMNS} from grants g join areas a on a.id = g.area_id where g.person_id = %s
"""  # noqa: S608 - only our own column names are put in
_JOINED = "left join grants g on g.person_id = p.id left join areas a on a.id = g.area_id"
_GRANTS = "_grants_read"
_SCOPES = "_scopes_made"


@dataclass(frozen=True)
class Granted:
    """A grant as far as scopes need it."""

    role: str
    prefix: str
    unit_id: int | None
    valid_from: date
    valid_to: date | None

    def is_valid_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


def grants_of(person: Person) -> tuple[Granted, ...]:
    """All grants of a person, past and future, read once per person object."""
    kept = person.__dict__.get(_GRANTS)
    if kept is None:
        kept = _keep(person, ask(_GRANTED, [person.pk]))
    return cast(tuple[Granted, ...], kept)


def bearer_granted(secret: str, now: datetime) -> Bearer | None:
    """Whose live token this is, the grants read in the same query."""
    found, rows = bearer_with(secret, now, columns=f", {_COLUMNS}", joined=_JOINED)
    if found is not None:
        _keep(found.person, [row for row in rows if row[0] is not None])
    return found


def _keep(person: Person, rows: Iterable[tuple[Any, ...]]) -> tuple[Granted, ...]:
    kept = tuple(
        Granted(role, code_prefix(code, level), unit_id, valid_from, valid_to)
        for role, code, level, unit_id, valid_from, valid_to in rows
    )
    person.__dict__[_GRANTS] = kept
    return kept


def forget_grants(person: Person) -> None:
    """Let the next question about this person object read its grants afresh."""
    person.__dict__.pop(_GRANTS, None)
    person.__dict__.pop(_SCOPES, None)


def scope_of(person: Person, permission: Permission, *, on: date) -> Scope:
    """Where a person has a permission on a date, history of the areas and units included."""
    scopes = person.__dict__.setdefault(_SCOPES, {})
    key = (permission, on, structure())
    if key not in scopes:
        scopes[key] = _scope(person, permission, on)
    return cast(Scope, scopes[key])


def _scope(person: Person, permission: Permission, on: date) -> Scope:
    if not person.is_active:
        return Scope()
    roles = roles_with(permission)
    held = [grant for grant in grants_of(person) if grant.role in roles and grant.is_valid_on(on)]
    shape = structure()
    prefixes = prefixes_with_history(grant.prefix for grant in held if grant.unit_id is None)
    units = unit_subtree_with_history(grant.unit_id for grant in held if grant.unit_id is not None)
    return Scope(
        prefixes=prefixes,
        unit_ids=units,
        everything=bool(shape.roots) and all(root.startswith(prefixes) for root in shape.roots),
        area_of_unit=shape.area_of_unit,
    )


def units_of(person: Person, on: date) -> frozenset[int]:
    """The units a person works in on a date: those named in a grant, without those below."""
    return frozenset(
        grant.unit_id
        for grant in grants_of(person)
        if grant.unit_id is not None and grant.is_valid_on(on)
    )


def grants_within(scope: Scope) -> QuerySet[Grant]:
    """Grants over areas or in units that a scope reaches."""
    if scope.everything:
        return Grant.objects.all()
    found = Q(unit_id__in=scope.unit_ids)
    for prefix in scope.prefixes:
        found |= Q(area__code__range=code_range(prefix))
    return Grant.objects.filter(found)


def staff_over(area: Area, permission: Permission, *, on: date) -> QuerySet[Person]:
    """Active people who hold a permission over the whole of an area, from it or from above."""
    codes = [
        pad12(code_prefix(area.code, level)) for level in range(Level.PROVINCE, area.level + 1)
    ]
    held = Grant.objects.filter(
        as_of(on), unit=None, area__code__in=codes, role__in=roles_with(permission)
    )
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id"))
