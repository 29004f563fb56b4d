"""What lives beside a case ends with the state it belongs to (invariant I17)."""

from huiying.cases import workflow
from huiying.cases.actions.held import Held
from huiying.cases.actions.one_clock import stop_on_request
from huiying.cases.choices import (
    AssignmentState,
    CallbackState,
    ClockKind,
    Part,
    PlanState,
    ReturnState,
)
from huiying.cases.models import Assignment, Callback, Plan, ReturnRequest


def end_parts(held: Held, *, but_plans: bool = False) -> None:
    """End the open return, plan and callbacks of a case that moves on without them."""
    _returns(held)
    if not but_plans:
        _plans(held)
    cancel_callbacks(held)


def _returns(held: Held) -> None:
    waiting = workflow.parts.BY_NUMBER["T6"].sources
    ReturnRequest.objects.filter(assignment__case=held.case, state__in=waiting).update(
        state=ReturnState.DROPPED, decided_at=held.now
    )
    held.clocks.stop(ClockKind.RETURN)


def _plans(held: Held) -> None:
    """A plan that was only proposed is off; one in force cannot be kept any more."""
    open_ones = Plan.objects.filter(assignment__case=held.case)
    ended = {"ended_at": held.now}
    open_ones.filter(state=PlanState.PROPOSED).update(state=PlanState.REFUSED, **ended)
    open_ones.filter(state=PlanState.APPROVED).update(state=PlanState.BROKEN, **ended)
    held.clocks.stop(ClockKind.PLAN)


def recall_all(held: Held) -> None:
    """Nobody works on the case any more: the lead leaves with what it did, the co-units are recalled.
    What they had missed stays missed (2.8); a report that was taken stays taken."""
    if held.lead is not None and held.lead.is_current:
        held.set_lead(is_current=False)
    others = Assignment.objects.filter(case=held.case, is_current=True, part=Part.CO)
    for each in others:
        held.clocks.recall(each)
    others.exclude(state=AssignmentState.ACCEPTED).update(state=AssignmentState.RECALLED)
    others.update(is_current=False)


def cancel_callbacks(held: Held) -> None:
    """Nobody is asked any more about this round (K9); a link that was sent is over."""
    waiting = workflow.parts.BY_NUMBER["K9"].sources
    found = Callback.objects.filter(case=held.case, state__in=waiting).select_related("request")
    for callback in found:
        stop_on_request(callback.request, ClockKind.LINK, now=held.now)
    found.update(state=CallbackState.CANCELLED, ended_at=held.now)
    held.clocks.stop(ClockKind.CALLBACK)
