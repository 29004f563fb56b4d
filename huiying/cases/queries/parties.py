"""Who stands where in one case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from huiying.audit.queries import head_of
from huiying.cases.choices import Part
from huiying.cases.models import Assignment, Case, Clock
from huiying.cases.queries.prepared import ID_HOLES, TEXT_HOLES, Once
from huiying.cases.queries.visibility import Shape, visible_prepared
from huiying.cases.rules.conflicts import Parties
from huiying.cases.workflow.assignments import GONE
from huiying.people.models import Person

_LEAD = Once(lambda: Assignment.objects.filter(case=ID_HOLES[0], part=Part.LEAD, is_current=True))


def current_lead(case: Case) -> Assignment | None:
    """The assignment that answers for the case now, if any."""
    lead = _LEAD().first(case.pk)
    if lead is not None:
        lead.case = case
    return lead


@dataclass(frozen=True)
class Standing:
    """How a case stands: its lead, the clocks that run, the head of its record as text."""

    lead: Assignment | None
    clocks: list[Clock]
    head: str | None


def standing_of(case: Case) -> Standing:
    """How a locked case stands, by one question."""
    return _standing(case, _STANDING().rows(case.pk, case.subject))


def seen_standing(
    shape: Shape, key: int | str, person: Person, *, now: datetime
) -> tuple[Case, Standing] | None:
    """The case that `shape` finds by a key, if the person may know of it, and how it stands: all of
    one moment."""
    if shape not in _SEEN:
        _SEEN[shape] = lambda found: _with_standing(shape(found), _OWN_SUBJECT, _CASE_NAMES)
    rows = visible_prepared(_SEEN[shape], person, now=now).rows(key)
    if not rows:
        return None
    end = len(_CASE_NAMES)
    case = Case.from_db(DEFAULT_DB_ALIAS, _CASE_NAMES, rows[0][:end])
    return case, _standing(case, [row[end:] for row in rows])


def _standing(case: Case, rows: Sequence[tuple[Any, ...]]) -> Standing:
    lead: Assignment | None = None
    if rows and rows[0][_LEAD_ID] is not None:
        lead = Assignment.from_db(DEFAULT_DB_ALIAS, _LEAD_NAMES, rows[0][: len(_LEAD_NAMES)])
        lead.case = case
    clocks = [
        Clock.from_db(DEFAULT_DB_ALIAS, _CLOCK_NAMES, row[len(_LEAD_NAMES) : -1])
        for row in rows
        if row[_CLOCK_ID] is not None
    ]
    for clock in clocks:
        clock.case = case
    return Standing(lead, clocks, rows[0][-1] if rows else None)


_CASE_NAMES = [field.attname for field in Case._meta.concrete_fields]
_LEAD_NAMES = [field.attname for field in Assignment._meta.concrete_fields]
_CLOCK_NAMES = [field.attname for field in Clock._meta.concrete_fields]
_LEAD_ID = _LEAD_NAMES.index("id")
_CLOCK_ID = len(_LEAD_NAMES) + _CLOCK_NAMES.index("id")
_OWN_SUBJECT = Concat(Value("case:"), Cast(OuterRef("pk"), CharField()))


def _with_standing(
    found: QuerySet[Case], subject: str | Combinable, names: Sequence[str] = ()
) -> QuerySet[Case, Any]:
    """A row for each running clock (or one), in which the fields of the case that are named come
    first, then those of the lead and of the clock, and the head of the record."""
    leads = Q(assignments__part=Part.LEAD, assignments__is_current=True)
    running = Q(clocks__stopped_at__isnull=True)
    joined = found.annotate(
        the_lead=FilteredRelation("assignments", condition=leads),
        run=FilteredRelation("clocks", condition=running),
    )
    return joined.values_list(
        *names,
        *(f"the_lead__{name}" for name in _LEAD_NAMES),
        *(f"run__{name}" for name in _CLOCK_NAMES),
        Subquery(head_of(subject)),
    )


_STANDING = Once(lambda: _with_standing(Case.objects.filter(pk=ID_HOLES[0]), TEXT_HOLES[1]))
_SEEN: dict[Shape, Shape] = {}


def parties_of(case: Case, *, with_handlers: bool = False) -> Parties:
    """The accused and the recused; on request also the handling units, co-units among them."""
    accused = list(case.accused.values_list("unit_id", "person_id")) if case.has_accused else []
    recused = case.recusals.values_list("person_id", flat=True) if case.has_recusals else []
    return Parties(
        accused_units=frozenset(unit for unit, _ in accused if unit),
        accused_people=frozenset(person for _, person in accused if person),
        recused_people=frozenset(recused),
        handling_units=handlers_of(case) if with_handlers else frozenset(),
    )


def handlers_of(case: Case) -> frozenset[int]:
    """The units that take part in the case, lead and co."""
    parts = case.assignments.exclude(state__in=GONE)
    return frozenset(parts.values_list("unit_id", flat=True))


def joined_units(case: Case) -> frozenset[int]:
    """The units that take part in the case or may read along: lead, co-units, called and invited."""
    return handlers_of(case) | frozenset(case.guests.values_list("unit_id", flat=True))
