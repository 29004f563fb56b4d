"""One clock: what kinds there are, when it warns, how it is started, moved and found late."""

from collections.abc import Sequence
from datetime import datetime

from huiying.audit.actions import Batch
from huiying.cases.actions.rows import append, insert
from huiying.cases.choices import BreachState, ClockKind, DueCause, Priority
from huiying.cases.models import Breach, Clock, DueChange, Request
from huiying.cases.models.clocks import LimitUnit
from huiying.cases.queries import active_matrix
from huiying.cases.rules.intake import accept_priority
from huiying.cases.rules.shifts import resumed
from huiying.lib.workdays import Due, Limit, Unit, due_or_provisional, warnings_at
from huiying.organisations.queries import calendar_for

BITING = frozenset(
    {
        ClockKind.DISPATCH,
        ClockKind.SIGN,
        ClockKind.CONTACT,
        ClockKind.HANDLE,
        ClockKind.RETURN,
        ClockKind.REVIEW,
        ClockKind.CALLBACK,
        ClockKind.EXTENSION,
        ClockKind.PROGRESS,
        ClockKind.PLAN,
        ClockKind.LEVEL,
        ClockKind.STOP,
        ClockKind.LEGAL_CHECK,
    }
)
"""Clocks by which somebody on the staff owes the next step of a case."""
WARNED = frozenset({ClockKind.SIGN, ClockKind.CONTACT, ClockKind.HANDLE, ClockKind.PROGRESS})
"""Clocks of a unit, whose people are warned before they run out (3.10)."""
WATCHED = BITING | {ClockKind.ACCEPT, ClockKind.DECIDE_OBJECTION}
"""Clocks that are breached when they run out; the others are windows that simply end."""


def next_warning(clock: Clock, now: datetime) -> datetime | None:
    """When the unit is to be warned next of a clock that runs, if ever again."""
    if clock.kind not in WARNED or clock.due <= now:
        return None
    calendar = calendar_for(clock.area_code).provisional_twin()
    at = warnings_at(clock.started_at, clock.due, Unit(clock.amount_unit), calendar)
    return min((each for each in at if each > now), default=None)


def record_late(clocks: Sequence[Clock], now: datetime, *, into: Batch) -> None:
    """A step that came too late records the breach itself, if the worker has not done so."""
    late = [each for each in clocks if each.kind in WATCHED and not each.is_provisional]
    rows = [breach_of(each, BreachState.RECORDED, now) for each in late]
    append(*rows, into=into, unless_there=True)


def breach_of(clock: Clock, state: BreachState, now: datetime) -> Breach:
    return Breach(
        clock=clock,
        case_id=clock.case_id,
        request_id=clock.request_id,
        kind=clock.kind,
        unit_id=clock.unit_id,
        area_code=clock.area_code,
        due=clock.due,
        at=now,
        state=state,
    )


def reckon(start: datetime, limit: Limit, area_code: str) -> Due:
    """When a limit that starts now ends in an area; provisional in a year not loaded."""
    return due_or_provisional(start, limit, calendar_for(area_code))


def start_on_request(
    request: Request,
    kind: ClockKind,
    *,
    now: datetime,
    priority: Priority | None = None,
    into: Batch | None = None,
) -> Clock:
    """Start a clock of a request that is not (or no longer) on a case; it gets no id `into` a batch."""
    matrix = active_matrix(now)
    limit = matrix.limit(priority or accept_priority(is_urgent=request.is_urgent), kind)
    due = reckon(now, limit, request.area_code)
    clock = Clock(
        kind=kind,
        request=request,
        area_code=request.area_code,
        started_at=now,
        due=due.at,
        amount=limit.amount,
        amount_unit=LimitUnit(limit.unit.value),
        matrix_version=matrix.version,
        is_provisional=due.is_provisional,
    )
    if into is None:
        insert(clock)
    else:
        append(clock, into=into)
    return clock


def stop_on_request(request: Request, *kinds: ClockKind, now: datetime) -> None:
    running = request.clocks.filter(kind__in=kinds, stopped_at__isnull=True)
    running.update(stopped_at=now)


def resume(clock: Clock, *, now: datetime) -> None:
    """A clock that waited for the requester runs again, with the rest it had (3.5)."""
    if clock.paused_at is None:
        return
    calendar = calendar_for(clock.area_code).provisional_twin()
    unit = Unit(clock.amount_unit)
    due = resumed(clock.due, unit, paused=clock.paused_at, now=now, calendar=calendar)
    clock.paused_at = None
    clock.save(update_fields=["paused_at"])
    shift(clock, due, DueCause.PAUSE, now=now)


def shift(clock: Clock, new: datetime, cause: DueCause, *, now: datetime) -> None:
    """Move a due date and say why (I7)."""
    if new == clock.due:
        return
    DueChange.objects.create(clock=clock, at=now, cause=cause, old=clock.due, new=new)
    clock.due = new
    clock.warn_at = next_warning(clock, now)
    clock.save(update_fields=["due", "is_provisional", "warn_at"])
