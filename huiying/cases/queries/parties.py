"""Who stands where in one case."""

from huiying.cases.choices import Part
from huiying.cases.models import Assignment, Case
from huiying.cases.queries.prepared import ID_HOLES, Once
from huiying.cases.rules.conflicts import Parties
from huiying.cases.workflow.assignments import GONE

_LEAD = Once(lambda: Assignment.objects.filter(case=ID_HOLES[0], part=Part.LEAD, is_current=True))


def current_lead(case: Case) -> Assignment | None:
    """The assignment that answers for the case now, if any."""
    lead = _LEAD().first(case.pk)
    if lead is not None:
        lead.case = case
    return lead


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
