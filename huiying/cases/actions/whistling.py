"""A township calls departments together; they come, and both sides assess each other (W1–W4)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from huiying.audit.actions import Actor as Timer
from huiying.cases.actions.co_units import assign_co
from huiying.cases.actions.escalating import settle_state
from huiying.cases.actions.held import Held
from huiying.cases.actions.receiving import may_join
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import CallState, ClockKind, Grade, GuestCause, Priority, Step, Via
from huiying.cases.models import OPEN_CALLS, Case, Guest, WhistleCall
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.workdays import Limit
from huiying.lib.workdays import Unit as Counted
from huiying.organisations.models import Unit
from huiying.people.models import Person

HOUR = 60
BY_CLOCK = frozenset({Priority.P1, Priority.P2})
"""Priorities whose hours run day and night."""


def whistle(  # noqa: PLR0913 - who is called, why, and by when
    case: Case,
    *,
    by: Person,
    now: datetime,
    units: Iterable[Unit],
    reason: str,
    hours: int | None = None,
    version: int | None = None,
) -> Case:
    """Call departments to come within hours (W1); without `hours`, what the deadline matrix says."""
    with step_on(
        Step.WHISTLE, case, by=by, now=now, text=reason, moves=Step.CALL_UNITS, version=version
    ) as held:
        called = list(dict.fromkeys(units))
        for unit in called:
            _call(held, unit, reason, hours, by)
        held.data["units"] = [unit.pk for unit in called]
    return case


def _call(held: Held, unit: Unit, reason: str, hours: int | None, by: Person) -> None:
    case, lead = held.case, held.the_lead
    may_join(unit, case, now=held.now).require()
    if unit.pk == lead.unit_id:
        raise NotPossible(gettext_noop("%(unit)s leads this case itself."), unit=unit.name)
    if WhistleCall.objects.filter(case=case, unit=unit, state__in=OPEN_CALLS).exists():
        raise NotPossible(gettext_noop("%(unit)s has been called already."), unit=unit.name)
    limit = None
    if hours is not None:
        counted = Counted.CH if Priority(case.priority) in BY_CLOCK else Counted.OH
        limit = Limit(hours * HOUR, counted)
    clock = held.clocks.start(ClockKind.WHISTLE, limit=limit, unit_id=unit.pk)
    WhistleCall.objects.create(
        case=case,
        caller=lead,
        unit=unit,
        state=CallState.CALLED,
        reason=reason,
        called_at=held.now,
        called_by_id=by.pk,
        due=clock.due,
    )
    Guest.objects.get_or_create(case=case, unit=unit, cause=GuestCause.CALLED)


def arrive(call: WhistleCall, *, by: Person, now: datetime, measure: str) -> WhistleCall:
    """The department has come, in person or by a stated measure (W2); it is a co-unit from now on."""
    with step_on(Step.ARRIVE, call.case, by=by, now=now, text=measure, part=call) as held:
        here = _call_of(held)
        parts = held.case.assignments.filter(unit=here.unit, is_current=True)
        part = parts.first() or assign_co(
            held, here.unit, via=Via.WHISTLE, instruction=here.reason, is_there=True
        )
        here.state, here.arrived_at, here.measure = CallState.ARRIVED, now, measure
        here.part = part
        here.save(update_fields=["state", "arrived_at", "measure", "part"])
        _no_guest(held, here)
    return here


def miss(call: WhistleCall, *, by: Timer, now: datetime) -> WhistleCall:
    """Nobody came in time (W3): the mark is the department's; the lead's clock does not move (2.8)."""
    with step_on(Step.MISS, call.case, by=by, now=now, part=call) as held:
        here = _call_of(held)
        if here.state != CallState.CALLED:
            raise NotPossible(gettext_noop("The department is no longer awaited."))
        here.state = CallState.MISSED
        here.save(update_fields=["state"])
        held.clocks.stop_of_unit(ClockKind.WHISTLE, here.unit_id)
        held.data["units"] = [here.unit_id]
    return here


def conclude_whistle(
    call: WhistleCall, *, by: Person, now: datetime, result: str, grade: Grade
) -> WhistleCall:
    """What came of the call, and how the department helped (W4)."""
    with step_on(Step.CONCLUDE_WHISTLE, call.case, by=by, now=now, text=result, part=call) as held:
        here = _call_of(held)
        here.state, here.concluded_at = CallState.CONCLUDED, now
        here.result, here.grade_of_unit = result, grade
        here.save(update_fields=["state", "concluded_at", "result", "grade_of_unit"])
        held.data |= {"units": [here.unit_id], "grade": grade}
        _no_guest(held, here)
        settle_state(held)
    return here


def _no_guest(held: Held, call: WhistleCall) -> None:
    Guest.objects.filter(case=held.case, unit=call.unit_id, cause=GuestCause.CALLED).delete()
    held.clocks.stop_of_unit(ClockKind.WHISTLE, call.unit_id)


def assess_caller(
    call: WhistleCall, *, by: Person, now: datetime, grade: Grade, text: str = ""
) -> WhistleCall:
    """The department that came says how the township called and led (双考核)."""
    with step_on(Step.ASSESS_CALLER, call.case, by=by, now=now, text=text, part=call) as held:
        here = _call_of(held)
        here.grade_of_caller, here.word_of_unit = grade, text
        here.save(update_fields=["grade_of_caller", "word_of_unit"])
        held.data |= {"units": [here.unit_id], "grade": grade}
    return here


def _call_of(held: Held) -> WhistleCall:
    if not isinstance(held.part, WhistleCall):
        raise NotPossible(gettext_noop("This department was not called."))
    return held.part


STEPS: Mapping[Step, Callable[..., object]] = {Step.WHISTLE: whistle}
CALL_STEPS: Mapping[Step, Callable[..., object]] = {
    Step.ARRIVE: arrive,
    Step.CONCLUDE_WHISTLE: conclude_whistle,
    Step.ASSESS_CALLER: assess_caller,
}
