"""Who may not meet a case: units it complains about (I11), and people who step aside (P5)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from huiying.cases.actions.co_units import send_away
from huiying.cases.actions.held import Held, move_requests
from huiying.cases.actions.parts import end_parts
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import AssignmentState, CaseState, ClockKind, Step
from huiying.cases.models import Accused, Case, Recusal
from huiying.cases.workflow import ROWS_BY_NUMBER
from huiying.organisations.models import Unit
from huiying.organisations.queries import unit_ancestors
from huiying.people.models import Person


def accuse(case: Case, *, by: Person, now: datetime, unit: Unit) -> Case:
    """Name a unit the case complains about; if it has the case, it loses it at once (I11)."""
    with step_on(Step.ACCUSE, case, by=by, now=now) as held:
        Accused.objects.get_or_create(case=held.case, unit=unit)
        held.case.has_accused = True
        held.data["accused"] = unit.pk
        lead = held.lead
        offends = lead is not None and unit.pk in unit_ancestors([lead.unit_id])
        if offends and lead is not None:
            _take_from(held)
        send_away(held)
    return case


def _take_from(held: Held) -> None:
    row = ROWS_BY_NUMBER["A14"]
    end_parts(held)
    if held.case.state == CaseState.PENDING_CALLBACK:
        move_requests(held.case, "R16", now=held.now)
    if held.the_lead.state in row.sources:
        held.set_lead(state=AssignmentState.RECALLED)
    held.set_lead(is_current=False)
    held.clocks.cancel(held.the_lead)
    held.clocks.stop(ClockKind.RETURN, ClockKind.REVIEW, ClockKind.CALLBACK)
    held.case.state, held.case.state_since = CaseState.PENDING_DISPATCH, held.now
    held.case.lead_unit = None
    held.clocks.start(ClockKind.DISPATCH)


def recuse(case: Case, *, by: Person, now: datetime, reason: str) -> Case:
    """Step aside because of a direct interest (P5)."""
    with step_on(Step.RECUSE, case, by=by, now=now, text=reason) as held:
        Recusal.objects.get_or_create(case=held.case, person=by, defaults={"at": now})
        held.case.has_recusals = True
    return case


STEPS: Mapping[Step, Callable[..., object]] = {Step.ACCUSE: accuse, Step.RECUSE: recuse}
