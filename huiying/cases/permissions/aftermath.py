"""Who reads the lists of what comes after the closing: public versions and objections."""

from collections.abc import Iterable
from datetime import datetime

from huiying.lib.clock import local_date
from huiying.lib.verdict import YES, Verdict
from huiying.organisations.permissions import may
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person

READS_PUBLIC = (Permission.PUBLISH, Permission.REVIEW, Permission.HANDLE)
READS_OBJECTIONS = (Permission.DECIDE_OBJECTION, Permission.SUPERVISE, Permission.REVIEW)


def may_list_public_versions(*, by: Person, now: datetime) -> Verdict:
    return _holds_one(READS_PUBLIC, by, now)


def may_list_objections(*, by: Person, now: datetime) -> Verdict:
    return _holds_one(READS_OBJECTIONS, by, now)


def _holds_one(permissions: Iterable[Permission], by: Person, now: datetime) -> Verdict:
    """One of them somewhere; the refusal names the first, whose business the list is."""
    on, wanted = local_date(now), list(permissions)
    if any(scope_of(by, each, on=on) for each in wanted):
        return YES
    return may(by, wanted[0], on=on)
