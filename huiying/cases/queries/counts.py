"""Cases per unit and state, from kept counts where the person's reach allows it.

Kept counts are cut by county. A person who sees whole counties gets the sum of the cells; the cases
hidden from them because they accuse their unit are counted live and taken off, so that the figures
are exactly those of `visible_to`. Everybody else's reach is small and is counted live.
"""

from collections import Counter
from datetime import datetime

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from huiying.cases.models import Accused, Case, CaseCount, CountChange
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
    cells = Q()
    if not scope.everything:
        cells = Q(pk__in=[])
        for prefix in scope.prefixes:
            cells |= Q(county__startswith=prefix)
    return _kept(cells) - _hidden(person, now)


def _kept(cells: Q) -> Counts:
    """Both tables in one statement, so that a fold between two reads cannot count a case twice."""
    folded, noted = (
        table.objects.filter(cells)
        .values_list("unit_id", "state")
        .order_by()
        .annotate(sum=Sum("n"))
        for table in (CaseCount, CountChange)
    )
    total: Counts = Counter()
    for unit, state, n in folded.union(noted, all=True):
        total[(unit, state)] += n
    return +total


def _hidden(person: Person, now: datetime) -> Counts:
    against = Q(person=person.pk) | Q(unit__in=lines_of(person, now=now))
    hidden = Case.objects.filter(
        has_accused=True, pk__in=Accused.objects.filter(against).values("case_id")
    )
    return _grouped(hidden)


def _live(person: Person, now: datetime) -> Counts:
    return _grouped(visible_to(person, now=now))


def _grouped(cases: object) -> Counts:
    rows = (
        cases.order_by()  # type: ignore[attr-defined]
        .values_list(Coalesce("lead_unit_id", 0), "state")
        .annotate(n=Count("pk"))
    )
    return Counter({(unit, state): n for unit, state, n in rows})
