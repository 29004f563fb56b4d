"""What the worker does for lists of areas, units and people."""

from datetime import datetime

from huiying.lib.clock import now as time_now
from huiying.organisations.actions.lists import forget_lists as forget
from huiying.organisations.imports.working import work_on


def run_list(pk: int) -> None:
    """Check an uploaded list, or bring it in; put off by `actions.lists`."""
    work_on(pk, time_now)


def forget_lists(now: datetime) -> int:
    """Once an hour: uploads, failed rows and passwords older than seven days."""
    return forget(now)
