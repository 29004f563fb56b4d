"""Cases per unit and state, from kept counts where the person's reach allows it.

Kept counts are cut by county. A person who sees whole counties gets the sum of the cells; the cases
hidden from them because they accuse their unit are counted live and taken off, so that the figures
are exactly those of `visible_to`. Everybody else's reach is small and is counted live.
"""

from collections import Counter
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from huiying.cases.models import Accused, Case, CaseCount, CountChange
from huiying.cases.queries.prepared import Prepared
from huiying.cases.queries.visibility import lines_of, visible_to
from huiying.lib.clock import local_date
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person

COUNTY = 6
"""Characters of an area code that name the county."""

Counts = Counter[tuple[int, str]]


def counts_for(person: Person, *, now: datetime) -> Counts:
    """(unit id or 0, state) → number of visible cases."""
    scope = scope_of(person, Permission.VIEW_CASES, on=local_date(now))
    if not scope:
        return Counter()
    whole = scope.everything or (
        not scope.unit_ids and all(len(prefix) <= COUNTY for prefix in scope.prefixes)
    )
    if not whole:
        return _live(person, now)
    return _kept(() if scope.everything else scope.prefixes) - _hidden(person, now)


def _kept(prefixes: tuple[str, ...]) -> Counts:
    total: Counts = Counter()
    for unit, state, n in _cells(prefixes).rows():
        total[(unit, state)] += n
    return +total


@lru_cache(maxsize=256)
def _cells(prefixes: tuple[str, ...]) -> Prepared[Any]:
    """Both tables in one statement, so that a fold between two reads cannot count a case twice."""
    within = reduce(or_, (Q(county__startswith=prefix) for prefix in prefixes), Q())
    folded, noted = (
        table.objects.filter(within)
        .values_list("unit_id", "state")
        .order_by()
        .annotate(sum=Sum("n"))
        for table in (CaseCount, CountChange)
    )
    return Prepared(folded.union(noted, all=True))


def _hidden(person: Person, now: datetime) -> Counts:
    rows = _accusing(person.pk, lines_of(person, now=now)).rows()
    return Counter({(unit, state): n for unit, state, n in rows})


@lru_cache(maxsize=256)
def _accusing(person_id: int, lines: frozenset[int]) -> Prepared[Case]:
    against = Q(person=person_id) | Q(unit__in=lines)
    accusing = Accused.objects.filter(against).values("case_id")
    return Prepared(_grouped(Case.objects.filter(has_accused=True, pk__in=accusing)))


def _live(person: Person, now: datetime) -> Counts:
    rows = _grouped(visible_to(person, now=now))
    return Counter({(unit, state): n for unit, state, n in rows})


def _grouped(cases: QuerySet[Case]) -> QuerySet[Case, Any]:
    cells = cases.order_by().values_list(Coalesce("lead_unit_id", 0), "state")
    return cells.annotate(n=Count("pk"))
