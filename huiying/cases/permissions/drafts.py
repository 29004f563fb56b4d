"""Who may keep a draft of a reply: whoever handles cases in the unit that has the case."""

from datetime import datetime

from huiying.cases.choices import Kind
from huiying.cases.models import Assignment, Request
from huiying.cases.queries import visible_to
from huiying.cases.queries.machine import writes_drafts
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, NotVisible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

NOT_VISIBLE = gettext_noop("This case is not within your reach.")
NO_MACHINE = gettext_noop("No model is set up that writes drafts, or it is switched off.")
IN_CONFIDENCE = gettext_noop(
    "This matter was told in confidence or complains about somebody; it is not given to a machine."
)


def may_draft(lead: Assignment, *, by: Person, now: datetime) -> Verdict:
    if not visible_to(by, now=now).filter(pk=lead.case_id).exists():
        return no(NotVisible(NOT_VISIBLE))
    return may(by, Permission.HANDLE, unit=lead.unit_id, on=local_date(now))


def may_ask_machine(lead: Assignment, *, by: Person, now: datetime) -> Verdict:
    """Whoever may draft, where the administrator set up a model and nothing was told in confidence."""
    verdict = may_draft(lead, by=by, now=now)
    if not verdict:
        return verdict
    if not writes_drafts():
        return no(NotPossible(NO_MACHINE))
    case = lead.case
    if case.kind == Kind.TIP_OFF or case.has_accused or _has_secret(lead.case_id):
        return no(NotPossible(IN_CONFIDENCE))
    return YES


def _has_secret(case_id: int) -> bool:
    return Request.objects.filter(case=case_id, is_confidential=True).exists()
