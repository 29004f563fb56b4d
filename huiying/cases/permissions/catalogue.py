"""Who keeps the dispatch catalogue, and who may read it."""

from datetime import datetime

from huiying.lib.clock import local_date
from huiying.lib.verdict import YES, Verdict
from huiying.organisations.models import Area
from huiying.organisations.permissions import may
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person


def may_keep_rules(area: Area | None, *, by: Person, now: datetime) -> Verdict:
    """Entries of an area are kept by whoever keeps deadlines and catalogue there."""
    return may(by, Permission.MANAGE_DEADLINES, area=area, on=local_date(now))


def may_read_rules(*, by: Person, now: datetime) -> Verdict:
    """Whose duty something is, is no secret among the staff who handle cases."""
    on = local_date(now)
    if scope_of(by, Permission.VIEW_CASES, on=on):
        return YES
    return may(by, Permission.MANAGE_DEADLINES, on=on)
