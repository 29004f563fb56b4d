"""The co-units of a case: their reports, what they ask, what each may do; beside a dispatch, who stays."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiying.cases.choices import Part, Step
from huiying.cases.models import Assignment, Case, Report, ReturnRequest
from huiying.cases.permissions import part_steps
from huiying.cases.views.beside.panel import Panel, StepLink, part_links
from huiying.people.models import Person


@dataclass(frozen=True)
class PartCard:
    part: Assignment
    reports: list[Report]
    returns: list[ReturnRequest]
    links: list[StepLink]


def _cards(case: Case, person: Person, now: datetime) -> list[PartCard]:
    parts = case.assignments.filter(part=Part.CO).select_related("unit")
    found = parts.prefetch_related(
        "reports", "returns__proposed_unit", "returns__designated_unit", "returns__views__unit"
    )
    return [_card(case, part, person, now) for part in found.order_by("-is_current", "id")]


def _card(case: Case, part: Assignment, person: Person, now: datetime) -> PartCard:
    part.case = case
    verdicts = part_steps(part, by=person, now=now) if part.is_current else []
    links = part_links("cases:part-step", part.pk, verdicts)
    return PartCard(part, list(part.reports.all()), list(part.returns.all()), links)


def co_units_of(case: Case) -> list[Assignment]:
    """The co-units that take part now."""
    found = case.assignments.filter(part=Part.CO, is_current=True).select_related("unit")
    return list(found.order_by("id"))


def kept(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    """With a dispatch after a return: the co-units of before, each to be kept or recalled."""
    return {"kept_co_units": co_units_of(case)}


BESIDE = {Step.ADD_CO_UNIT: kept}
PANELS = (Panel("cases/panels/co_units.html", _cards),)
