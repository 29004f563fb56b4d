"""A disputed return goes to a panel of at least three, which designates the unit (T4, T5)."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from huiying.cases.actions.dispatching import HELPS_ONLY, give_to
from huiying.cases.actions.held import Held
from huiying.cases.actions.receiving import may_know
from huiying.cases.actions.returning import go_on
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import ClockKind, ReturnState, Step, Via
from huiying.cases.models import Case, PanelView, ReturnRequest
from huiying.cases.permissions.doors.panel import NOT_AT_PANEL, returned_at_panel
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Unit
from huiying.people.models import Person


def dispute_return(case: Case, *, by: Person, now: datetime, reason: str) -> Case:
    """The unit does not accept the refusal (T4); the panel has one working day."""
    with step_on(
        Step.DISPUTE_RETURN, case, by=by, now=now, text=reason, moves=Step.ASK_RETURN
    ) as held:
        refused = ReturnRequest.objects.filter(
            assignment=held.the_lead, state=ReturnState.REFUSED
        ).latest("id")
        refused.state, refused.disputed_at = ReturnState.AT_PANEL, now
        refused.dispute = reason
        refused.save(update_fields=["state", "disputed_at", "dispute"])
        held.clocks.start(ClockKind.RETURN)
    return case


def give_panel_view(case: Case, *, by: Person, now: datetime, unit: Unit, reason: str) -> Case:
    """One member of the panel says whose duty it is; a later word of the same member stands."""
    with step_on(Step.GIVE_PANEL_VIEW, case, by=by, now=now, text=reason) as held:
        may_know(unit, held.case, now=now).require()
        PanelView.objects.update_or_create(
            returned=_at_panel(held),
            person_id=by.pk,
            defaults={"person_name": by.name, "unit": unit, "reason": reason, "at": now},
        )
        held.data["units"] = [unit.pk]
    return case


def designate(case: Case, *, by: Person, now: datetime, unit: Unit, decision: str) -> Case:
    """The panel designates the unit that most of its members named (T5, C9, C10); no return any more."""
    same = case.assignments.filter(unit=unit, is_current=True, part="LEAD").exists()
    moves = Step.REFUSE_RETURN if same else None
    with step_on(Step.DESIGNATE, case, by=by, now=now, text=decision, moves=moves) as held:
        returned = _at_panel(held)
        _is_named_by_most(returned, unit)
        if same:
            go_on(held)
        else:
            _may_be_designated(held, unit)
            give_to(held, unit, instruction=decision, via=Via.PANEL)
        held.set_lead(is_designated=True)
        returned.state, returned.designated_unit = ReturnState.DESIGNATED, unit
        returned.decided_at, returned.decided_by_id, returned.decision = now, by.pk, decision
        returned.save()
        held.data["units"] = [unit.pk]
    return case


def _may_be_designated(held: Held, unit: Unit) -> None:
    """The panel may name a unit that returned the case before, but nobody accused and no helper."""
    may_know(unit, held.case, now=held.now).require()
    if unit.kind in HELPS_ONLY:
        raise NotPossible(
            gettext_noop("%(unit)s assists and does not lead. Choose the township or department."),
            unit=unit.name,
        )


def _at_panel(held: Held) -> ReturnRequest:
    found = returned_at_panel(held.case)
    if found is None:
        raise NotPossible(NOT_AT_PANEL)
    return found


def _is_named_by_most(returned: ReturnRequest, unit: Unit) -> None:
    named = Counter(returned.views.values_list("unit_id", flat=True))
    if 2 * named[unit.pk] <= named.total():
        raise NotPossible(
            gettext_noop("More than half of the panel must name %(unit)s; they do not."),
            unit=unit.name,
        )


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.DISPUTE_RETURN: dispute_return,
    Step.GIVE_PANEL_VIEW: give_panel_view,
    Step.DESIGNATE: designate,
}
