"""Ending without a result, with consent from above and a written note (Z1–Z3, C37)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from huiying.cases.actions.held import Held
from huiying.cases.actions.one_clock import shift
from huiying.cases.actions.parts import end_parts, recall_all
from huiying.cases.actions.reviewing import end_requests
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import ClockKind, DueCause, Step, StopReason, StopState
from huiying.cases.models import Case, Termination
from huiying.cases.rules.endings import tries_shown
from huiying.cases.rules.shifts import after_late_decision
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.workdays import Unit
from huiying.organisations.queries import calendar_for
from huiying.people.models import Person


def ask_stop(  # noqa: PLR0913 - a termination is asked for with all that the note will say
    case: Case,
    *,
    by: Person,
    now: datetime,
    reason: StopReason,
    explanation: str,
    note: str,
    remedy: str,
    first_try: date | None = None,
    second_try: date | None = None,
) -> Termination:
    """The unit asks for an end, with a statutory reason and the draft of the note (Z1)."""
    tries_shown(reason, first_try, second_try, today=local_date(now)).require()
    with step_on(Step.ASK_STOP, case, by=by, now=now, text=explanation) as held:
        held.clocks.start(ClockKind.STOP)
        return Termination.objects.create(
            assignment=held.the_lead,
            state=StopState.ASKED,
            reason=reason,
            explanation=explanation,
            first_try=first_try,
            second_try=second_try,
            note=note,
            remedy=remedy,
            asked_at=now,
            asked_by_id=by.pk,
        )


def terminate(case: Case, *, by: Person, now: datetime, decision: str = "") -> Case:
    """The body above consents (Z2, C37): the requester reads the note and where to turn (R20)."""
    with step_on(Step.TERMINATE, case, by=by, now=now, text=decision) as held:
        _decide(held, StopState.GRANTED, decision, by)
        end_parts(held)
        recall_all(held)
        held.clocks.stop(*ClockKind)
        end_requests(held)
    return case


def refuse_stop(case: Case, *, by: Person, now: datetime, decision: str) -> Case:
    """The body above refuses (Z3); the days by which it was late are given back."""
    with step_on(Step.REFUSE_STOP, case, by=by, now=now, text=decision) as held:
        _decide(held, StopState.REFUSED, decision, by)
        _give_back(held)
    return case


def drop_stop(case: Case, *, by: Person, now: datetime) -> Case:
    """The unit takes its request back (Z3) and goes on; the days by which a decision was late are
    given back all the same."""
    with step_on(Step.DROP_STOP, case, by=by, now=now) as held:
        _decide(held, StopState.REFUSED, "", by)
        _give_back(held)
    return case


def _decide(held: Held, state: StopState, decision: str, by: Person) -> None:
    asked = Termination.objects.filter(assignment__case=held.case, state=StopState.ASKED)
    values = {"decided_at": held.now, "decided_by_id": by.pk, "decision": decision}
    if not asked.update(state=state, **values):
        raise NotPossible(gettext_noop("No termination waits for a decision."))


def _give_back(held: Held) -> None:
    handle, limit = held.clocks.find(ClockKind.HANDLE), held.clocks.find(ClockKind.STOP)
    held.clocks.stop(ClockKind.STOP)
    if handle is None or limit is None:
        return
    calendar = calendar_for(held.case.area_code).provisional_twin()
    new = after_late_decision(
        handle.due, Unit(handle.amount_unit), limit=limit.due, decided=held.now, calendar=calendar
    )
    shift(handle, new, DueCause.LATE_DECISION, now=held.now)
    held.set_lead(due=new)
    held.promise(new)


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.ASK_STOP: ask_stop,
    Step.TERMINATE: terminate,
    Step.REFUSE_STOP: refuse_stop,
    Step.DROP_STOP: drop_stop,
}
