"""Who has what in hand inside a unit, and what lies in its pool."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from huiying.cases.choices import AssignmentState
from huiying.cases.models import Assignment, Case, Holding
from huiying.cases.queries.visibility import visible_to
from huiying.lib.clock import local_date
from huiying.organisations.models import Grant
from huiying.organisations.models.validity import as_of
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.rules import roles_with

IN_HAND = (
    AssignmentState.PENDING_SIGN,
    AssignmentState.IN_PROGRESS,
    AssignmentState.RETURN_PENDING,
    AssignmentState.REWORK,
    AssignmentState.ON_PLAN,
)
"""States in which the unit still has work with the case."""
SOON = timedelta(hours=24)


def open_parts() -> QuerySet[Assignment]:
    """Assignments with work still to do."""
    return Assignment.objects.filter(is_current=True, state__in=IN_HAND)


def holdings_of(person: Person) -> QuerySet[Holding]:
    """What a person has in hand, the first to be due on top."""
    found = Holding.objects.filter(person=person, assignment__in=open_parts())
    return found.select_related("assignment__case__area", "assignment__unit").order_by(
        "assignment__due", "id"
    )


def open_work_of(person: Person) -> int:
    """How many pieces of work somebody must take over when this person leaves."""
    return holdings_of(person).count()


def held_by(person: Person) -> QuerySet[Holding, int]:
    """Ids of the cases a person has in hand, for filters."""
    return Holding.objects.filter(person=person, assignment__in=open_parts()).values_list(
        "assignment__case_id", flat=True
    )


def pool_of(unit_ids: Collection[int]) -> QuerySet[Assignment]:
    """Cases of these units that nobody has taken, the first to be due on top."""
    found = open_parts().filter(unit__in=unit_ids, holding__isnull=True)
    return found.select_related("case__area", "unit").order_by("due", "id")


@dataclass(frozen=True)
class Load:
    """What one person has in hand: numbers to share work out by, not a measure of anybody."""

    person: Person
    in_hand: int
    late: int
    soon: int


def workers_of(unit_ids: Collection[int], *, now: datetime) -> QuerySet[Person]:
    """The people who handle cases in these units today."""
    held = Grant.objects.filter(
        as_of(local_date(now)), unit__in=unit_ids, role__in=roles_with(Permission.HANDLE)
    )
    found = Person.objects.filter(is_active=True, pk__in=held.values("person_id"))
    return found.order_by("name", "id")


def loads_of(unit_ids: Collection[int], *, now: datetime) -> list[Load]:
    """Everybody who handles cases in these units with what they have in hand there."""
    held = Holding.objects.filter(assignment__in=open_parts().filter(unit__in=unit_ids))
    late, soon = Q(assignment__due__lte=now), Q(assignment__due__lte=now + SOON)
    rows = held.values_list("person_id").annotate(
        n=Count("pk"), late=Count("pk", filter=late), soon=Count("pk", filter=soon & ~late)
    )
    by_person = {row[0]: row[1:] for row in rows.order_by()}
    return [
        Load(person, *by_person.get(person.pk, (0, 0, 0)))
        for person in workers_of(unit_ids, now=now)
    ]


def part_of(case: Case, unit_ids: Collection[int]) -> Assignment | None:
    """The part that one of these units has in a case, the lead before co-units."""
    found = case.assignments.filter(is_current=True, unit__in=unit_ids)
    return found.select_related("unit", "holding__person").order_by("-part").first()


def held_within_reach(leaving: Person, by: Person, *, now: datetime) -> QuerySet[Holding]:
    """What of somebody's work `by` may pass on: one's own, and that of the units whose work one shares
    out."""
    found = holdings_of(leaving).filter(assignment__case__in=visible_to(by, now=now))
    if by.pk == leaving.pk:
        return found
    return found.filter(assignment__unit__in=units_shared_out_by(by, now=now))


def units_shared_out_by(person: Person, *, now: datetime) -> frozenset[int]:
    """The units whose work this person shares out."""
    return scope_of(person, Permission.ASSIGN_WORK, on=local_date(now)).unit_ids
