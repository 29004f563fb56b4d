"""The one permission query. Lists, counts, pages, search, exports and the API all start here."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from huiying.cases.models import Accused, Assignment, Case, Guest, Request
from huiying.cases.queries.prepared import Prepared
from huiying.cases.workflow.assignments import GONE
from huiying.cases.workflow.cases import LEAD_REQUIRED
from huiying.lib.clock import local_date
from huiying.organisations.queries import scope_of, unit_ancestors, units_of
from huiying.organisations.rules import Scope, code_range
from huiying.people.choices import Permission
from huiying.people.models import Person

_MOST_KEPT = 256


Reach = tuple[Scope, int, frozenset[int]]
"""Everything that decides what a person sees: where, who, and the units above them."""
Shape = Callable[[QuerySet[Case]], QuerySet[Case, Any]]
"""What is asked of the visible cases, with holes where values go (`queries.prepared`)."""
RequestShape = Callable[[QuerySet[Request]], QuerySet[Request, Any]]


class _Kept(threading.local):
    """The conditions this thread has built. Building them costs as much as asking the database; a
    queryset that is being compiled must not be shared by threads, so each keeps its own."""

    def __init__(self) -> None:
        self.built: dict[tuple[Reach, bool], QuerySet[Case]] = {}
        self.prepared: dict[tuple[Reach, Shape], Prepared[Case]] = {}
        self.requests: dict[tuple[Reach, RequestShape], Prepared[Request]] = {}

    def make_room(self) -> None:
        if len(self.built) >= _MOST_KEPT:
            self.built.clear()
            self.prepared.clear()
            self.requests.clear()


_kept = _Kept()


def lines_of(person: Person, *, now: datetime) -> frozenset[int]:
    """The units a person works in, with every unit above them."""
    return unit_ancestors(units_of(person, local_date(now)))


def visible_to(person: Person, *, now: datetime) -> QuerySet[Case]:
    """The cases a person may know of: those of their areas, and those their units take part in.

    A case is never visible to a person of a unit it accuses, or of a unit below that (P4), nor to an
    accused person.
    """
    return _visible_within(_reach(person, now))


def seen_one_by_one(person: Person, *, now: datetime) -> QuerySet[Case]:
    """`visible_to`, asked of each case instead of reading every case the person's units ever had part
    in. For questions that name few cases by an index of their own."""
    return _visible_within(_reach(person, now), one_by_one=True)


def visible_prepared(shape: Shape, person: Person, *, now: datetime) -> Prepared[Case]:
    """`shape(visible_to(person))`, compiled once for everything that decides what the person sees.

    For what every request asks. `shape` is a function of a module, not a lambda made anew.
    """
    key = (_reach(person, now), shape)
    if key not in _kept.prepared:
        _kept.prepared[key] = Prepared(shape(_visible_within(key[0])))
    return _kept.prepared[key]


def _reach(person: Person, now: datetime) -> Reach:
    scope = scope_of(person, Permission.VIEW_CASES, on=local_date(now))
    return scope, person.pk, lines_of(person, now=now)


def _visible_within(reach: Reach, *, one_by_one: bool = False) -> QuerySet[Case]:
    key = (reach, one_by_one)
    if key not in _kept.built:
        _kept.make_room()
        _kept.built[key] = _visible(*reach, taken_part=_takes_part if one_by_one else _taken_part)
    return _kept.built[key].all()


def _visible(
    scope: Scope, person_id: int, lines: frozenset[int], *, taken_part: Callable[[Scope], Q]
) -> QuerySet[Case]:
    """`visible_to` as a function of everything it depends on."""
    if not scope:
        return Case.objects.none()
    found = Case.objects.all()
    if not scope.everything:
        found = found.filter(in_area("area_code", scope) | taken_part(scope))
    return found.filter(~_accuses(person_id, lines))


def newest_parts(
    person: Person, *, now: datetime, most: int, before: int | None = None
) -> list[int] | None:
    """Ids of the newest cases the person's units take part in, newest first: `most` of them, or fewer
    when there are no more. None for those who see whole areas."""
    scope = scope_of(person, Permission.VIEW_CASES, on=local_date(now))
    if scope.everything or scope.prefixes or not scope.unit_ids:
        return None
    found: set[int] = set()
    for rows in _parts_and_guests(scope):
        below = rows if before is None else rows.filter(case__lt=before)
        ids = below.order_by("-case_id").values_list("case_id", flat=True).distinct()
        found.update(ids[:most])
    return sorted(found, reverse=True)[:most]


def cases_not_about(person: Person, *, now: datetime) -> QuerySet[Case]:
    """All cases but those that complain about this person, their units or units above them. For the
    record of everything, whose readers need not see the cases themselves."""
    return Case.objects.filter(~_accuses(person.pk, lines_of(person, now=now)))


def requests_not_about(person: Person, *, now: datetime) -> QuerySet[Request]:
    """The same of requests, on a case or not."""
    free = Q(case__isnull=True) | on_one_of(cases_not_about(person, now=now))
    if lines := lines_of(person, now=now):
        free &= Q(accused_unit__isnull=True) | ~Q(accused_unit__in=lines)
    return Request.objects.filter(free)


def requests_visible_to(person: Person, *, now: datetime) -> QuerySet[Request]:
    """The requests a person may know of: before a case, those of their areas; then those of cases
    they see. Who asked is a further question (`permissions.may_see_identity`)."""
    return _requests_within(_reach(person, now))


def requests_prepared(shape: RequestShape, person: Person, *, now: datetime) -> Prepared[Request]:
    """`shape(requests_visible_to(person))`, compiled once, as `visible_prepared`."""
    key = (_reach(person, now), shape)
    if key not in _kept.requests:
        _kept.requests[key] = Prepared(shape(_requests_within(key[0])))
    return _kept.requests[key]


def _requests_within(reach: Reach) -> QuerySet[Request]:
    scope, _, lines = reach
    if not scope:
        return Request.objects.none()
    waiting = Q(case__isnull=True)
    if not scope.everything:
        waiting &= in_area("area_code", scope)
    if lines:
        waiting &= Q(accused_unit__isnull=True) | ~Q(accused_unit__in=lines)
    return Request.objects.filter(waiting | on_one_of(_visible_within(reach)))


def on_one_of(cases: QuerySet[Case]) -> Q:
    """What is on one of these cases, asked row by row.

    For use beside an `OR`: there PostgreSQL reads all cases of an `IN` before the first row.
    """
    return Q(Exists(cases.order_by().filter(pk=OuterRef("case"))))


class Code(Value):
    """A 12-digit area code, written into the SQL itself.

    As a parameter it would be unknown to PostgreSQL when it plans a statement for many executions:
    it then takes every area for a two-hundredth of all cases and chooses the wrong index.
    """

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        if not (isinstance(self.value, str) and self.value.isascii() and self.value.isdigit()):
            raise ValueError("An area code is written in digits.")
        return f"'{self.value}'", ()


def in_area(field: str, scope: Scope) -> Q:
    reach = Q(pk__in=[])
    for prefix in scope.prefixes:
        first, last = map(Code, code_range(prefix))
        reach |= Q(**{f"{field}__gte": first, f"{field}__lte": last})
    return reach


def _taken_part(scope: Scope) -> Q:
    if not scope.unit_ids:
        return Q(pk__in=[])
    parts, guests = (each.order_by().values("case_id") for each in _parts_and_guests(scope))
    return Q(pk__in=parts.union(guests, all=True))


def _takes_part(scope: Scope) -> Q:
    if not scope.unit_ids:
        return Q(pk__in=[])
    parts, guests = (each.filter(case=OuterRef("pk")) for each in _parts_and_guests(scope))
    # Whoever leads in these states has a part; asked first, it mostly spares the look for one.
    leads = Q(lead_unit__in=scope.unit_ids, state__in=LEAD_REQUIRED)
    return leads | Q(Exists(parts)) | Q(Exists(guests))


def _parts_and_guests(scope: Scope) -> tuple[QuerySet[Assignment], QuerySet[Guest]]:
    """What makes a case known to units: a part that was not taken from them, or an invitation."""
    parts = Assignment.objects.filter(unit__in=scope.unit_ids).exclude(state__in=GONE)
    return parts, Guest.objects.filter(unit__in=scope.unit_ids)


def _accuses(person_id: int, lines: frozenset[int]) -> Q:
    against = Q(person=person_id)
    if lines:
        against |= Q(unit__in=lines)
    return Q(has_accused=True) & Q(Exists(Accused.objects.filter(against, case=OuterRef("pk"))))
