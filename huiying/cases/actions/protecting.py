"""Looking at what protects the requester, and leaving a trace of the look (P3, P7, P11)."""

from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.choices import Step
from huiying.cases.models import Case, Request
from huiying.cases.permissions import may_reveal_contact
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.people.models import Person

SHORTEST_REASON = 4


@transaction.atomic
def reveal_contact(request: Request, *, by: Person, now: datetime, reason: str) -> str:
    """The full telephone number, for a stated reason; the look is on record, the number is not."""
    may_reveal_contact(request, by=by, now=now).require()
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotPossible(gettext_noop("Say in a few words why you need the number."))
    audit.record(
        f"request.{Step.REVEAL}", f"request:{request.pk}", by=by, now=now, reason=reason.strip()
    )
    return request.contact_phone


@transaction.atomic
def note_refusal(why: NotAllowed, *, by: Person, now: datetime) -> None:
    """Keep a trace of a step that was not allowed (I20); the step itself changed nothing."""
    if why.trace is None:
        return
    subject, step = why.trace
    audit.record("case.refused", subject, by=by, now=now, data={"step": step, "why": why.template})


def note_look(subject: Case | Request, *, by: Person, now: datetime) -> None:
    """Keep a trace that somebody opened a confidential case or request (P11)."""
    if not subject.is_confidential:
        return
    kind = "case" if isinstance(subject, Case) else "request"
    with transaction.atomic():
        audit.record(f"{kind}.seen", f"{kind}:{subject.pk}", by=by, now=now)


def note_contact_search(*, by: Person, now: datetime, found: int) -> None:
    """Keep a trace of a search by telephone number (P7); the number itself is not kept."""
    with transaction.atomic():
        audit.record(
            "request.find_by_contact", by.audit_name, by=by, now=now, data={"found": found}
        )
