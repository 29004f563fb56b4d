"""What lives beside a case ends with the state it belongs to (invariant I17)."""

from huiying.cases import workflow
from huiying.cases.actions.clocks import stop_on_request
from huiying.cases.actions.steps import Held
from huiying.cases.choices import CallbackState, ClockKind, ReturnState
from huiying.cases.models import Callback, ReturnRequest


def end_parts(held: Held) -> None:
    """End the open return and the open callbacks of a case that moves on without them."""
    _returns(held)
    cancel_callbacks(held)


def _returns(held: Held) -> None:
    waiting = workflow.parts.BY_NUMBER["T6"].sources
    ReturnRequest.objects.filter(assignment__case=held.case, state__in=waiting).update(
        state=ReturnState.DROPPED, decided_at=held.now
    )
    held.clocks.stop(ClockKind.RETURN)


def cancel_callbacks(held: Held) -> None:
    """Nobody is asked any more about this round (K9); a link that was sent is over."""
    waiting = workflow.parts.BY_NUMBER["K9"].sources
    found = Callback.objects.filter(case=held.case, state__in=waiting).select_related("request")
    for callback in found:
        stop_on_request(callback.request, ClockKind.LINK, now=held.now)
    found.update(state=CallbackState.CANCELLED, ended_at=held.now)
    held.clocks.stop(ClockKind.CALLBACK)
