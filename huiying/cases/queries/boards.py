"""What a supervisor looks at: piles over their whole reach, and where they lie."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from huiying.cases.choices import UNDER_SUPERVISION, CaseState, ExtensionState, Pile
from huiying.cases.models import Case, Extension, Recusal
from huiying.cases.queries.counts import counts_for
from huiying.cases.queries.visibility import visible_to
from huiying.cases.workflow.cases import RUNNING
from huiying.organisations.models import Unit
from huiying.people.models import Person

SOON = timedelta(hours=24)
BY_STATE = {
    Pile.RETURNS: CaseState.RETURN_PENDING,
    Pile.REWORK: CaseState.REWORK,
    Pile.ESCALATED: CaseState.ESCALATED,
    Pile.PLANS: CaseState.LONG_TERM,
}
"""Piles that are simply a state of the case; they come from the kept counts."""


@dataclass(frozen=True)
class UnitLine:
    """Where a unit stands now."""

    unit: Unit
    running: int
    late: int
    soon: int
    unsigned: int
    returns: int
    rework: int


@dataclass(frozen=True)
class Board:
    piles: Mapping[Pile, int]
    lines: list[UnitLine]
    """Units with running cases, the most overdue first."""


def board_for(person: Person, *, now: datetime) -> Board:
    """Everything a supervisor's board counts, in a fixed number of questions."""
    seen = visible_to(person, now=now)
    late = _by_unit(seen.filter(next_due__lte=now))
    soon = _by_unit(seen.filter(next_due__gt=now, next_due__lte=now + SOON))
    counts = counts_for(person, now=now)
    by_state: Counter[str] = Counter()
    for (_, state), n in counts.items():
        by_state[state] += n
    piles = {pile: by_state[state] for pile, state in BY_STATE.items()} | {
        Pile.LATE: sum(late.values()),
        Pile.DAY: sum(soon.values()),
        Pile.EXTENSIONS: extensions_for(person, now=now).count(),
        Pile.SUPERVISED: seen.filter(supervision__in=UNDER_SUPERVISION).order_by().count(),
    }
    return Board(
        {pile: piles[pile] for pile in Pile},
        _lines({key: n for key, n in counts.items() if key[0]}, late, soon),
    )


def _by_unit(found: QuerySet[Case]) -> Counter[int]:
    rows = found.order_by().values_list("lead_unit_id").annotate(n=Count("pk"))
    return Counter({unit or 0: n for unit, n in rows})


def _lines(
    counts: Mapping[tuple[int, str], int], late: Counter[int], soon: Counter[int]
) -> list[UnitLine]:
    running: Counter[int] = Counter()
    for (unit, state), n in counts.items():
        running[unit] += n if state in RUNNING else 0
    order = sorted(
        (unit for unit in running if running[unit]), key=lambda u: (-late[u], -soon[u], u)
    )
    units = Unit.objects.in_bulk(order) if len(order) < 900 else _all_units(order)
    return [
        UnitLine(
            units[unit],
            running[unit],
            late[unit],
            soon[unit],
            counts.get((unit, CaseState.PENDING_SIGN), 0),
            counts.get((unit, CaseState.RETURN_PENDING), 0),
            counts.get((unit, CaseState.REWORK), 0),
        )
        for unit in order
        if unit in units
    ]


def _all_units(order: list[int]) -> dict[int, Unit]:
    """A county has more units than a statement may have parameters: read them all."""
    wanted = set(order)
    return {unit.pk: unit for unit in Unit.objects.all() if unit.pk in wanted}


def extensions_for(person: Person, *, now: datetime) -> QuerySet[Extension]:
    """Requests for more time that wait, the one to be decided first on top."""
    waiting = Extension.objects.filter(state=ExtensionState.ASKED)
    found = waiting.filter(assignment__case__in=visible_to(person, now=now).order_by())
    related = found.select_related("assignment__case", "assignment__unit")
    return related.order_by("decide_by", "id")


def recusals_for(person: Person, *, now: datetime) -> QuerySet[Recusal]:
    """Who stepped aside from which case, newest first, of the cases a person sees."""
    found = Recusal.objects.filter(case__in=visible_to(person, now=now).order_by())
    return found.select_related("case", "person").order_by("-id")
