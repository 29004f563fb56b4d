"""Paper leaves the platform: who printed what is on record."""

from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.models import Case
from huiying.people.models import Person


@transaction.atomic
def note_print(case: Case, *, by: Person, now: datetime, what: str) -> None:
    """Keep a trace of a case file or reply letter shown for printing."""
    audit.record("case.print", case.subject, by=by, now=now, data={"what": what})
