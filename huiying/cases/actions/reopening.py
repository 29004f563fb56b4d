"""A matter that was dealt with is taken up again, by the same unit or another (C33, C39, C44, C46)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from huiying.cases.actions.held import Held
from huiying.cases.actions.objections import reopen, uphold_all
from huiying.cases.actions.parts import recall_all
from huiying.cases.actions.reviewing import next_round
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import ClockKind, RequestState, Step
from huiying.cases.models import Case, PublicInterest, Request
from huiying.people.models import Person


def reopen_elsewhere(case: Case, *, by: Person, now: datetime, reason: str) -> Case:
    """Closed, but not done: back to dispatch for another unit (C33)."""
    with step_on(Step.REOPEN_ELSEWHERE, case, by=by, now=now, text=reason) as held:
        uphold_all(held, by=by, decision=reason)
        reopen(held.case, now=now)
        _to_dispatch(held)
    return case


def reopen_archived(case: Case, *, by: Person, now: datetime, reason: str) -> Case:
    """New facts, or proof of a false closing: the archive opens, the same unit does it again (C39)."""
    with step_on(Step.REOPEN_ARCHIVED, case, by=by, now=now, text=reason) as held:
        _out_of_the_archive(held)
        next_round(held)
    return case


def reopen_archived_elsewhere(case: Case, *, by: Person, now: datetime, reason: str) -> Case:
    """As above where the unit is gone or had left the case: to dispatch (C44)."""
    with step_on(Step.REOPEN_ARCHIVED_ELSEWHERE, case, by=by, now=now, text=reason) as held:
        _out_of_the_archive(held)
        _to_dispatch(held)
    return case


def child_rework(case: Case, *, by: Person, now: datetime, reason: str) -> Case:
    """A part is done again because the whole is (C46)."""
    with step_on(Step.CHILD_REWORK, case, by=by, now=now, text=reason) as held:
        reopen(held.case, now=now)
        next_round(held)
    return case


def keep_open(case: Case, *, by: Person, now: datetime, reason: str) -> Case:
    """A supervisor marks that the case goes on even if everybody withdraws (guard of C29)."""
    with step_on(Step.KEEP_OPEN, case, by=by, now=now, text=reason) as held:
        PublicInterest.objects.create(case=held.case, reason=reason, at=now, by_id=by.pk)
    return case


def _to_dispatch(held: Held) -> None:
    """The lead's round stays on record; a new lead is needed."""
    recall_all(held)
    held.case.lead_unit = None
    held.clocks.start(ClockKind.DISPATCH)


def _out_of_the_archive(held: Held) -> None:
    reopen(held.case, now=held.now)
    gone = [each.pk for each in held.case.requests.all() if _was_withdrawn(each)]
    held.case.requests.filter(pk__in=gone).update(state=RequestState.ARCHIVED)


def _was_withdrawn(request: Request) -> bool:
    """Who took the request back is not asked again when the case is reopened."""
    last = request.clocks.order_by("-id").first()
    return last is not None and last.kind == ClockKind.UNDO


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.REOPEN_ELSEWHERE: reopen_elsewhere,
    Step.REOPEN_ARCHIVED: reopen_archived,
    Step.REOPEN_ARCHIVED_ELSEWHERE: reopen_archived_elsewhere,
    Step.CHILD_REWORK: child_rework,
    Step.KEEP_OPEN: keep_open,
}
