"""Handlings at counters and what people said of them; never mixed with the judgement of cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from huiying.cases.choices import BAD_GRADES, Grade
from huiying.cases.models import Visit, VisitRating
from huiying.lib.clock import local_date
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person


def visits_of(person: Person, *, now: datetime) -> QuerySet[Visit]:
    """Handlings of a person's units, newest first."""
    scope = scope_of(person, Permission.HANDLE, on=local_date(now))
    found = Visit.objects.filter(unit__in=scope.unit_ids).select_related("unit")
    return found.prefetch_related("ratings").order_by("-id")


def bad_visits(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Rated with one of the lowest two grades, and nothing was put right yet."""
    bad = VisitRating.objects.filter(visit=OuterRef("pk"), overall__in=BAD_GRADES)
    return visits.filter(Exists(bad), remedied_at=None)


@dataclass(frozen=True)
class Standing:
    """First ratings by grade; `rated` of `visits` handlings were judged."""

    visits: int
    rated: int
    grades: Mapping[Grade, int]

    @property
    def bad(self) -> int:
        return sum(self.grades[grade] for grade in BAD_GRADES)


def standing_of(person: Person, *, now: datetime, since: date) -> Standing:
    """How the counters of a person's units stand since a day."""
    visits = visits_of(person, now=now).filter(at__date__gte=since)
    rows = VisitRating.objects.filter(visit__in=visits.order_by(), number=1)
    counted = dict(rows.values_list("overall").annotate(n=Count("id")))
    grades = {grade: counted.get(grade, 0) for grade in Grade}
    return Standing(visits.count(), sum(grades.values()), grades)
