"""What a requester objects to, and until when (workflow 2.6 O1)."""

from datetime import datetime

from huiying.cases.choices import CaseState, RequestState, Step
from huiying.lib.workdays import Calendar

WINDOW_DAYS = 15


def decision_objected_to(request_state: str, case_state: str) -> Step | None:
    """The decision that stands for this request now; None where nothing is decided."""
    if request_state == RequestState.NOT_ACCEPTED:
        return Step.REFUSE
    if request_state == RequestState.CLOSED:
        return Step.TERMINATE if case_state == CaseState.TERMINATED else Step.CONCLUDE
    on_route = case_state == CaseState.SUSPENDED_LEGAL
    return Step.TO_LEGAL if request_state == RequestState.ON_CASE and on_route else None


def public_window_ends(published_at: datetime, calendar: Calendar) -> datetime:
    """Until when one may object to what was published, exclusive."""
    return calendar.due_days(published_at, WINDOW_DAYS)
