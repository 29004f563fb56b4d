"""Who reads hot issues: those who watch over an area, and those who hand its cases out."""

from datetime import datetime

from huiying.lib.clock import local_date
from huiying.lib.verdict import YES, Verdict
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person


def may_read_hot(*, by: Person, now: datetime) -> Verdict:
    """Supervisors and dispatchers; each reads of an issue only the requests visible to them."""
    on = local_date(now)
    if may(by, Permission.DISPATCH, on=on):
        return YES
    return may(by, Permission.SUPERVISE, on=on)
