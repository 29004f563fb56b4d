"""How often cases bounce: by unit, and those before the panel."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huiying.cases.choices import ClockKind, Part, ReturnState
from huiying.cases.models import Assignment, Case, Clock, ReturnRequest
from huiying.cases.queries.visibility import visible_to
from huiying.organisations.models import Unit
from huiying.people.models import Person


def at_panel() -> QuerySet[ReturnRequest]:
    """For `Exists`: whether a return of the lead of this case is before the panel."""
    return ReturnRequest.objects.filter(
        assignment__case=OuterRef("pk"), assignment__part=Part.LEAD, state=ReturnState.AT_PANEL
    )


def returns_at_panel(person: Person, *, now: datetime) -> QuerySet[ReturnRequest]:
    """The returns of visible cases that wait for the panel, of leads and co-units, oldest first."""
    return _open(person, ReturnState.AT_PANEL, now)


def returns_asked(person: Person, *, now: datetime) -> QuerySet[ReturnRequest]:
    """Those the dispatcher has not decided yet; the panel may designate straight away (T5)."""
    return _open(person, ReturnState.ASKED, now)


def _open(person: Person, state: ReturnState, now: datetime) -> QuerySet[ReturnRequest]:
    cases = visible_to(person, now=now).order_by()
    waiting = ReturnRequest.objects.filter(state=state, assignment__case=OuterRef("pk"))
    found = ReturnRequest.objects.filter(
        state=state, assignment__case__in=cases.filter(Exists(waiting))
    )
    related = found.annotate(decide_by=_decide_by()).select_related(
        "assignment__case__area", "assignment__unit", "proposed_unit"
    )
    return related.prefetch_related("views__unit").order_by("id")


def _decide_by() -> Coalesce:
    """When the decision is due: the clock of a co-unit's return is its own, of the lead's the case's."""
    running = Clock.objects.filter(
        case=OuterRef("assignment__case"), kind=ClockKind.RETURN, stopped_at__isnull=True
    )
    of_part = running.filter(assignment=OuterRef("assignment"))
    of_case = running.filter(assignment__isnull=True)
    return Coalesce(Subquery(of_part.values("due")[:1]), Subquery(of_case.values("due")[:1]))


@dataclass(frozen=True)
class Bounces:
    """One unit: cases given to it, returns it asked for, and what became of them."""

    unit: Unit
    given: int
    asked: int
    agreed: int
    refused: int
    designated: int

    @property
    def share(self) -> float:
        """Returns asked for each hundred cases given."""
        return 100 * self.asked / self.given if self.given else 0.0


def bounces_by_unit(person: Person, *, since: datetime, now: datetime) -> list[Bounces]:
    """The units that asked to return cases given to them since a moment, the most often first."""
    cases = visible_to(person, now=now).filter(opened_at__gte=since).order_by()
    parts = Assignment.objects.filter(
        case__in=cases.values("pk"), part=Part.LEAD, assigned_at__gte=since
    )
    asked = ReturnRequest.objects.filter(assignment__in=parts.values("pk")).order_by()
    counted: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for unit, state, n in asked.values_list("assignment__unit", "state").annotate(n=Count("pk")):
        counted[unit][state] = n
    of_units = parts.filter(unit__in=counted).order_by().values_list("unit")
    given = dict(of_units.annotate(n=Count("pk")))
    units = Unit.objects.in_bulk(list(counted))
    rows = [_row(units[pk], given.get(pk, 0), states) for pk, states in counted.items()]
    return sorted(rows, key=lambda row: (-row.asked, row.unit.code))


def _row(unit: Unit, given: int, states: dict[str, int]) -> Bounces:
    return Bounces(
        unit,
        given,
        sum(states.values()),
        states.get(ReturnState.AGREED, 0),
        states.get(ReturnState.REFUSED, 0),
        states.get(ReturnState.DESIGNATED, 0),
    )


def bounces_of(case: Case) -> int:
    """How many units have sent this case back with consent."""
    return case.assignments.filter(part=Part.LEAD, returns__state=ReturnState.AGREED).count()
