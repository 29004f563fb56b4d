"""A return before a panel of at least three, which designates the unit (T4, T5): of the lead, of a co-unit."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from huiying.cases.actions.co_units import assign_co, set_part
from huiying.cases.actions.dispatching import HELPS_ONLY, give_to
from huiying.cases.actions.held import Held
from huiying.cases.actions.receiving import may_know
from huiying.cases.actions.returning import co_goes_on, go_on
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import ClockKind, Part, ReturnState, Step, Via
from huiying.cases.models import Assignment, Case, PanelView, ReturnRequest
from huiying.cases.permissions.doors.panel import NONE_OPEN, open_return
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Unit
from huiying.people.models import Person


def dispute_return(case: Case, *, by: Person, now: datetime, reason: str) -> Case:
    """The unit does not accept the refusal (T4); the panel has one working day."""
    with step_on(
        Step.DISPUTE_RETURN, case, by=by, now=now, text=reason, moves=Step.ASK_RETURN
    ) as held:
        _to_panel(held.the_lead, reason, now)
        held.clocks.start(ClockKind.RETURN)
    return case


def _to_panel(part: Assignment, reason: str, now: datetime) -> None:
    """Views that were given before the refusal count no more: the panel hears the dispute anew."""
    refused = part.returns.filter(state=ReturnState.REFUSED).latest("id")
    refused.state, refused.disputed_at = ReturnState.AT_PANEL, now
    refused.dispute = reason
    refused.save(update_fields=["state", "disputed_at", "dispute"])
    refused.views.all().delete()


def give_panel_view(case: Case, *, by: Person, now: datetime, unit: Unit, reason: str) -> Case:
    """One member of the panel says whose duty it is; a later word of the same member stands."""
    with step_on(Step.GIVE_PANEL_VIEW, case, by=by, now=now, text=reason) as held:
        _keep_view(held, held.the_lead, by, unit, reason)
    return case


def _keep_view(held: Held, part: Assignment, by: Person, unit: Unit, reason: str) -> None:
    may_know(unit, held.case, now=held.now).require()
    PanelView.objects.update_or_create(
        returned=_open_return(part),
        person_id=by.pk,
        defaults={"person_name": by.name, "unit": unit, "reason": reason, "at": held.now},
    )
    held.data["units"] = [unit.pk]


def designate(case: Case, *, by: Person, now: datetime, unit: Unit, decision: str) -> Case:
    """The panel designates the unit that most of its members named (T5, C9, C10); no return any more."""
    same = case.assignments.filter(unit=unit, is_current=True, part="LEAD").exists()
    moves = Step.REFUSE_RETURN if same else None
    with step_on(Step.DESIGNATE, case, by=by, now=now, text=decision, moves=moves) as held:
        returned = _open_return(held.the_lead)
        _is_named_by_most(returned, unit)
        if same:
            go_on(held)
        else:
            _may_be_designated(held, unit)
            give_to(held, unit, instruction=decision, via=Via.PANEL)
        held.set_lead(is_designated=True)
        _decided(held, returned, by, unit, decision)
    return case


def _decided(held: Held, returned: ReturnRequest, by: Person, unit: Unit, decision: str) -> None:
    returned.state, returned.designated_unit = ReturnState.DESIGNATED, unit
    returned.decided_at, returned.decided_by_id = held.now, by.pk
    returned.decision = decision
    returned.save()
    held.data["units"] = [unit.pk]


def co_dispute_return(part: Assignment, *, by: Person, now: datetime, reason: str) -> Assignment:
    """The co-unit does not accept that it is to stay (T4); it works on, and so does the case."""
    with step_on(Step.CO_DISPUTE_RETURN, part.case, by=by, now=now, text=reason, part=part) as held:
        _to_panel(held.the_part, reason, now)
        held.clocks.start(ClockKind.RETURN, assignment=held.the_part)
    return held.the_part


def co_panel_view(
    part: Assignment, *, by: Person, now: datetime, unit: Unit, reason: str
) -> Assignment:
    """One member of the panel says whose part it is."""
    with step_on(Step.CO_PANEL_VIEW, part.case, by=by, now=now, text=reason, part=part) as held:
        _keep_view(held, held.the_part, by, unit, reason)
    return held.the_part


def co_designate(
    part: Assignment, *, by: Person, now: datetime, unit: Unit, decision: str
) -> Assignment:
    """The panel designates who does this part (T5): the same co-unit stays (A5), or it leaves (A4) and
    the other comes with clocks of its own. Who takes part already takes it on."""
    same = part.unit_id == unit.pk
    moves = Step.CO_REFUSE_RETURN if same else None
    with step_on(
        Step.CO_DESIGNATE, part.case, by=by, now=now, text=decision, part=part, moves=moves
    ) as held:
        mine = held.the_part
        returned = _open_return(mine)
        _is_named_by_most(returned, unit)
        if same:
            co_goes_on(held)
            set_part(mine, is_designated=True)
        else:
            _hand_part_to(held, unit, decision)
        _decided(held, returned, by, unit, decision)
    return held.the_part


def _hand_part_to(held: Held, unit: Unit, decision: str) -> None:
    there = held.case.assignments.filter(unit=unit, is_current=True).first()
    if there is None:
        assign_co(held, unit, via=Via.PANEL, instruction=decision)
    elif there.part == Part.CO:
        set_part(there, is_designated=True)


def _may_be_designated(held: Held, unit: Unit) -> None:
    """The panel may name a unit that returned the case before, but nobody accused and no helper."""
    may_know(unit, held.case, now=held.now).require()
    if unit.kind in HELPS_ONLY:
        raise NotPossible(
            gettext_noop("%(unit)s assists and does not lead. Choose the township or department."),
            unit=unit.name,
        )


def _open_return(part: Assignment) -> ReturnRequest:
    found = open_return(part)
    if found is None:
        raise NotPossible(NONE_OPEN)
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
PART_STEPS: Mapping[Step, Callable[..., object]] = {
    Step.CO_DISPUTE_RETURN: co_dispute_return,
    Step.CO_PANEL_VIEW: co_panel_view,
    Step.CO_DESIGNATE: co_designate,
}
