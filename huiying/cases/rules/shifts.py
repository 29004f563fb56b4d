"""How a due date moves: a pause that ends, a decision above that came late (workflow 3.3, 3.5, 3.8)."""

from datetime import datetime

from huiying.lib.clock import local_date
from huiying.lib.workdays import Calendar, Limit, Unit, end_of, last_day, to_second

MINUTE = 60


def resumed(
    due: datetime, unit: Unit, *, paused: datetime, now: datetime, calendar: Calendar
) -> datetime:
    """The due date of a clock that stood still from `paused` to `now`, in the clock's own unit."""
    if unit is Unit.CH:
        return calendar.pause_ch(due, paused, now)
    if unit is Unit.OH:
        return calendar.pause_oh(due, paused, now)
    return end_of(calendar.pause_wd(last_day(due), local_date(paused), local_date(now)))


def after_late_decision(
    due: datetime, unit: Unit, *, limit: datetime, decided: datetime, calendar: Calendar
) -> datetime:
    """Gives the unit back the time by which a decision above missed its own limit (A5, T3)."""
    if decided <= limit:
        return due
    return _later(due, unit, limit, decided, calendar)


def moved_alike(
    due: datetime, unit: Unit, *, old: datetime, new: datetime, calendar: Calendar
) -> datetime:
    """A stored shift from `old` to `new`, taken once more from another base (3.11)."""
    return _later(due, unit, old, new, calendar) if new > old else due


def _later(
    due: datetime, unit: Unit, since: datetime, until: datetime, calendar: Calendar
) -> datetime:
    if unit is Unit.CH:
        return due + (until - since)
    if unit is Unit.OH:
        minutes = calendar.office_time(since, until).total_seconds() // MINUTE
        return calendar.due_oh(due, int(minutes))
    return end_of(calendar.late_decider(last_day(due), last_day(since), last_day(until)))


def reclassified(
    old: datetime,
    new: datetime,
    *,
    limit: Limit,
    now: datetime,
    calendar: Calendar,
    is_more_urgent: bool,
) -> datetime:
    """The date after another priority (3.7). More urgent: earlier, but never so that nobody could
    keep it any more. Less urgent: the new one."""
    if not is_more_urgent:
        return max(old, new)
    if limit.unit is Unit.CH:
        earliest = calendar.due_ch(now, limit.amount)
    else:
        earliest = end_of(calendar.add_wd(local_date(now), 1))
    return min(old, max(new, earliest))


def extended(due: datetime, unit: Unit, days: int, calendar: Calendar) -> datetime:
    """`days` working days after the old last day, not after the decision (3.8)."""
    if unit in (Unit.WD, Unit.DAYS):
        return end_of(calendar.extend(last_day(due), days))
    local = to_second(due)
    return datetime.combine(calendar.extend(local.date(), days), local.timetz())
