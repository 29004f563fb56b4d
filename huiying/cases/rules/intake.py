"""What follows from the kind of a request, before anybody has looked at it."""

from datetime import datetime

from huiying.cases.choices import Kind, Priority
from huiying.lib.clock import local_date
from huiying.lib.workdays import Calendar, end_of, last_day

SECRET_KINDS = frozenset({Kind.TIP_OFF})
"""Reports of wrongdoing are secret whatever the requester ticked (P2)."""

DIRECT_ANSWERS = frozenset({Kind.HELP, Kind.QUESTION, Kind.SUGGESTION, Kind.THANKS})
"""Kinds that intake may answer without a case (R8)."""

_PRIORITY = {
    Kind.QUESTION: Priority.P3,
    Kind.HELP: Priority.P4,
    Kind.SUGGESTION: Priority.P4,
    Kind.THANKS: Priority.P4,
    Kind.COMPLAINT: Priority.P5,
    Kind.TIP_OFF: Priority.P5,
}


def usual_priority(kind: Kind, *, is_urgent: bool = False) -> Priority:
    """The priority proposed to the clerk, who decides."""
    return Priority.P1 if is_urgent else _PRIORITY[kind]


def accept_priority(*, is_urgent: bool) -> Priority:
    """Before acceptance every request counts as general, unless it was marked as dangerous (3.2)."""
    return Priority.P1 if is_urgent else Priority.P4


def must_be_confidential(kind: Kind, *, asked: bool, about_staff: bool) -> bool:
    """R1: reports of wrongdoing and complaints about staff are secret; others when asked for."""
    return asked or kind in SECRET_KINDS or (kind is Kind.COMPLAINT and about_staff)


MAX_ASK_ROUNDS = 2
"""R2: details are asked for at most twice."""

REMIND_DAYS = 2
"""Working days before the end at which who has not given the details yet is reminded."""


def is_time_to_remind(due: datetime, now: datetime, calendar: Calendar) -> bool:
    """From two working days before the end on, so that at least one is left after the reminder (R4)."""
    return calendar.wd_between(local_date(now), last_day(due)) <= REMIND_DAYS


def reminded_in_time(reminded_at: datetime | None, now: datetime, calendar: Calendar) -> bool:
    """Whether a whole working day has passed since the reminder (R4)."""
    if reminded_at is None:
        return False
    return now >= end_of(calendar.add_wd(local_date(reminded_at), 1))
