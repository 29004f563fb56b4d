"""More time for the lead unit: asked, decided above it, or taken back (X1-X4)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from huiying.audit.actions import Actor as Timer
from huiying.cases.actions.held import Held
from huiying.cases.actions.one_clock import shift
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import ClockKind, DueCause, ExtensionState, Step
from huiying.cases.models import Case, Clock, Extension
from huiying.cases.queries.deciders import levels_with
from huiying.cases.queries.extensions import given_days, open_extension
from huiying.cases.rules import extensions as rules
from huiying.cases.rules.shifts import after_late_decision, extended
from huiying.lib import workdays
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.choices import UnitKind
from huiying.organisations.queries import calendar_for
from huiying.people.choices import Permission
from huiying.people.models import Person


def ask_extension(case: Case, *, by: Person, now: datetime, days: int, reason: str) -> Case:
    """The unit asks for more time before its own is over (X1); a breach is held meanwhile."""
    with step_on(Step.ASK_EXTENSION, case, by=by, now=now, text=reason) as held:
        lead = held.the_lead
        times, given = given_days(lead)
        rules.within_caps(days, given, times).require()
        clock = held.clocks.start(ClockKind.EXTENSION)
        asked = Extension.objects.create(
            assignment=lead,
            state=ExtensionState.ASKED,
            days=days,
            reason=reason,
            asked_at=now,
            asked_by_id=by.pk,
            level=_level(held),
            decide_by=clock.due,
            needs_county=rules.needs_county(days, given),
        )
        held.data.update(days=days, level=asked.level)
    return case


def _level(held: Held) -> int:
    unit = held.the_lead.unit
    code = held.case.area_code
    return rules.level_above(
        UnitKind(unit.kind),
        unit.area.level,
        is_supervised=held.case.is_supervised,
        deciders=levels_with(code, Permission.DECIDE_EXTENSION, now=held.now),
    )


def consent_extension(case: Case, *, by: Person, now: datetime, note: str) -> Case:
    """The county agrees to more than ten working days in all; a record of its own (X1)."""
    with step_on(Step.CONSENT_EXTENSION, case, by=by, now=now, text=note) as held:
        asked = _asked(held)
        asked.county_at, asked.county_by_id, asked.county_note = now, by.pk, note
        asked.save(update_fields=["county_at", "county_by_id", "county_note"])
    return case


def grant_extension(case: Case, *, by: Person, now: datetime, decision: str) -> Case:
    """More time from the old last day on (X2); the requester reads the reason and the new date. A yes
    that came late never gives less than a no at the same moment would have (2.8)."""
    with step_on(Step.GRANT_EXTENSION, case, by=by, now=now, text=decision) as held:
        held.is_public = True
        asked, handle = _asked(held), _handle(held)
        _decide(held, asked, ExtensionState.GRANTED, by, decision)
        calendar = calendar_for(held.case.area_code).provisional_twin()
        unit = workdays.Unit(handle.amount_unit)
        least = _given_back(held, asked, handle)
        _move(held, handle, extended(handle.due, unit, asked.days, calendar), DueCause.EXTENSION)
        _move(held, handle, max(handle.due, least), DueCause.LATE_DECISION)
        held.data["days"] = asked.days
    return case


def refuse_extension(case: Case, *, by: Person, now: datetime, decision: str) -> Case:
    """No more time (X3); days by which the decision itself came late are given back."""
    with step_on(Step.REFUSE_EXTENSION, case, by=by, now=now, text=decision) as held:
        asked, handle = _asked(held), _handle(held)
        _decide(held, asked, ExtensionState.REFUSED, by, decision)
        _move(held, handle, _given_back(held, asked, handle), DueCause.LATE_DECISION)
    return case


def drop_extension(case: Case, *, by: Person, now: datetime) -> Case:
    """The unit takes its request back (X4)."""
    with step_on(Step.DROP_EXTENSION, case, by=by, now=now) as held:
        _decide(held, _asked(held), ExtensionState.DROPPED, by, "")
    return case


def raise_extension(case: Case, *, by: Timer, now: datetime) -> Case:
    """Nobody decided in time: it goes one level up, and the breach stays held (3.8)."""
    with step_on(Step.RAISE_EXTENSION, case, by=by, now=now) as held:
        asked = _asked(held)
        deciders = levels_with(held.case.area_code, Permission.DECIDE_EXTENSION, now=now)
        asked.level = rules.next_level_up(asked.level, deciders)
        asked.save(update_fields=["level"])
        held.clocks.stop(ClockKind.EXTENSION)
        held.clocks.start(ClockKind.EXTENSION)
        held.data["level"] = asked.level
    return case


def _asked(held: Held) -> Extension:
    asked = open_extension(held.the_lead)
    if asked is None:
        raise NotPossible(gettext_noop("No extension waits for a decision."))
    return asked


def _handle(held: Held) -> Clock:
    clock = held.clocks.find(ClockKind.HANDLE)
    if clock is None:
        raise NotPossible(gettext_noop("The handle clock does not run."))
    return clock


def _given_back(held: Held, asked: Extension, handle: Clock) -> datetime:
    """The due date with the days by which the decision itself is late."""
    return after_late_decision(
        handle.due,
        workdays.Unit(handle.amount_unit),
        limit=asked.decide_by,
        decided=held.now,
        calendar=calendar_for(held.case.area_code).provisional_twin(),
    )


def _decide(held: Held, asked: Extension, state: ExtensionState, by: Person, decision: str) -> None:
    asked.state, asked.decided_at = state, held.now
    asked.decided_by_id, asked.decision = by.pk, decision
    asked.save(update_fields=["state", "decided_at", "decided_by_id", "decision"])
    held.clocks.stop(ClockKind.EXTENSION)


def _move(held: Held, handle: Clock, new: datetime, cause: DueCause) -> None:
    shift(handle, new, cause, now=held.now)
    held.set_lead(due=new)
    held.promise(new)


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.ASK_EXTENSION: ask_extension,
    Step.GRANT_EXTENSION: grant_extension,
    Step.REFUSE_EXTENSION: refuse_extension,
    Step.CONSENT_EXTENSION: consent_extension,
    Step.DROP_EXTENSION: drop_extension,
}
