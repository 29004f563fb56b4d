"""Who looks at the switches of the suggestions."""

from datetime import datetime

from huiying.lib.clock import local_date
from huiying.lib.verdict import YES, Verdict
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

READERS = (Permission.SUPERVISE, Permission.READ_AUDIT)


def may_see_suggestions(*, by: Person, now: datetime) -> Verdict:
    """Whoever switches them; supervisors and auditors read how well they do."""
    on = local_date(now)
    if any(may(by, each, on=on) for each in READERS):
        return YES
    return may(by, Permission.MANAGE_INSIGHT, on=on)
