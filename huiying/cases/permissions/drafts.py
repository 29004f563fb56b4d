"""Who may keep a draft of a reply: whoever handles cases in the unit that has the case."""

from datetime import datetime

from huiying.cases.models import Assignment
from huiying.cases.queries import visible_to
from huiying.lib.clock import local_date
from huiying.lib.errors import NotVisible, gettext_noop
from huiying.lib.verdict import Verdict, no
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

NOT_VISIBLE = gettext_noop("This case is not within your reach.")


def may_draft(lead: Assignment, *, by: Person, now: datetime) -> Verdict:
    if not visible_to(by, now=now).filter(pk=lead.case_id).exists():
        return no(NotVisible(NOT_VISIBLE))
    return may(by, Permission.HANDLE, unit=lead.unit_id, on=local_date(now))
