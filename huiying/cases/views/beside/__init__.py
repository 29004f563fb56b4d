"""What the rooms add to the pages of steps and cases: first values, facts beside a form, panels."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from huiying.cases.choices import Step
from huiying.cases.models import Case
from huiying.cases.views.beside import (
    appealing,
    calling_in,
    closing,
    co_units,
    dispatching,
    endings,
    extensions,
    hard_cases,
    holding,
    joining,
    plans,
    publishing,
    questions,
    reading,
    reclassifying,
    reviewing,
    supervision,
)
from huiying.cases.views.beside.panel import Panel
from huiying.people.models import Person

FIRST: Mapping[Step, Callable[[Case], dict[str, Any]]] = {
    **dispatching.FIRST,
    **calling_in.FIRST,
    **plans.FIRST,
    **hard_cases.FIRST,
    **publishing.FIRST,
    **reclassifying.FIRST,
    **joining.FIRST,
}
"""What the form of a step proposes."""
BESIDE: Mapping[Step, Callable[[Case, Person, datetime], dict[str, Any]]] = {
    **dispatching.BESIDE,
    **questions.BESIDE,
    **holding.BESIDE,
    **extensions.BESIDE,
    **co_units.BESIDE,
    **closing.BESIDE,
    **appealing.BESIDE,
    **plans.BESIDE,
    **endings.BESIDE,
    **publishing.BESIDE,
    **reviewing.BESIDE,
    **reading.BESIDE,
}
"""What the page of a step shows beside its form, added to the context."""
ALSO: Mapping[Step, Callable[[Case, Person, datetime], dict[str, Any]]] = {**calling_in.BESIDE}
"""The same for steps beside which another room shows something already."""
PAPERS: Mapping[Step, tuple[str, Any]] = {
    **plans.PAPERS,
    **appealing.PAPERS,
    **calling_in.PAPERS,
}
"""Steps that take files which are no evidence of a reply: the input's name and what the form calls it."""
PANELS: Sequence[Panel] = (
    *co_units.PANELS,
    *calling_in.PANELS,
    *supervision.PANELS,
    *reviewing.PANELS,
    *questions.PANELS,
    *extensions.PANELS,
    *plans.PANELS,
    *endings.PANELS,
    *hard_cases.PANELS,
    *joining.PANELS,
    *appealing.PANELS,
    *publishing.PANELS,
    *holding.PANELS,
)
"""Parts of the case page, in its order."""


def panels_of(case: Case, *, by: Person, now: datetime) -> list[tuple[str, Sequence[Any]]]:
    """(template, rows) of every panel that has something to say."""
    filled = ((panel.template, panel.rows(case, by, now)) for panel in PANELS)
    return [(template, rows) for template, rows in filled if rows]


__all__ = ["ALSO", "BESIDE", "FIRST", "PANELS", "PAPERS", "Panel", "panels_of"]
