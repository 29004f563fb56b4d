"""Another unit leads: replaced by the dispatcher, or from above (C45, C14)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from huiying.cases.actions.co_units import assign_co
from huiying.cases.actions.dispatching import give_to, may_lead
from huiying.cases.actions.escalating import end_escalation
from huiying.cases.actions.held import Held
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import EscalationOutcome, Step, Via
from huiying.cases.models import Assignment, Case
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Unit
from huiying.people.models import Person


def replace_lead(  # noqa: PLR0913 - who leads now, who helps, whether the old lead stays
    case: Case,
    *,
    by: Person,
    now: datetime,
    lead_unit: Unit,
    reason: str,
    co_units: Iterable[Unit] = (),
    keep_old: bool = False,
    version: int | None = None,
) -> Case:
    """Another unit leads from now on with full clocks (C45); a breach of the old one stays its own."""
    with step_on(Step.REPLACE_LEAD, case, by=by, now=now, text=reason, version=version) as held:
        _give_on(held, lead_unit, by, reason, Via.DISPATCH, keep_old=keep_old, co_units=co_units)
    return case


def take_over(  # noqa: PLR0913 - as `replace_lead`
    case: Case,
    *,
    by: Person,
    now: datetime,
    lead_unit: Unit,
    reason: str,
    co_units: Iterable[Unit] = (),
    keep_old: bool = True,
    version: int | None = None,
) -> Case:
    """The level above gives the case to another lead unit (C14); who received it first stays known."""
    with step_on(Step.TAKE_OVER, case, by=by, now=now, text=reason, version=version) as held:
        end_escalation(held, EscalationOutcome.TAKEN_OVER, reason, by)
        _give_on(held, lead_unit, by, reason, Via.ABOVE, keep_old=keep_old, co_units=co_units)
    return case


def _give_on(  # noqa: PLR0913 - as `replace_lead`
    held: Held,
    unit: Unit,
    by: Person,
    reason: str,
    via: Via,
    *,
    keep_old: bool,
    co_units: Iterable[Unit],
) -> None:
    old = held.the_lead
    if old.unit_id == unit.pk:
        raise NotPossible(gettext_noop("%(unit)s leads this case itself."), unit=unit.name)
    may_lead(unit, held.case, by=by, now=held.now).require()
    held.data["from"] = old.unit_id
    give_to(held, unit, co_units=co_units, instruction=reason, via=via)
    if keep_old and not _takes_part(held, old):
        assign_co(
            held,
            old.unit,
            via=Via.FORMER_LEAD,
            instruction=reason,
            is_there=old.signed_at is not None,
        )


def _takes_part(held: Held, old: Assignment) -> bool:
    return held.case.assignments.filter(unit=old.unit_id, is_current=True).exists()


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.REPLACE_LEAD: replace_lead,
    Step.TAKE_OVER: take_over,
}
