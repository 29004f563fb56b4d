"""What the public may read of a closed case (B1–B3)."""

from datetime import datetime

from huiying.cases.choices import Kind, PublicState, Step
from huiying.cases.models import Assignment, Case, PublicVersion
from huiying.cases.permissions.doors.closing import CLOSED
from huiying.cases.permissions.doors.door import Door
from huiying.cases.rules.details import numbers_in
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.choices import Permission
from huiying.people.models import Person

TRACE_LEFT = gettext_noop(
    "“%(words)s” looks like a number that points at a person. Mask it in the draft, then publish."
)


def _draft_public(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if case.is_confidential or case.kind == Kind.TIP_OFF:
        return no(NotPossible(gettext_noop("Nothing is published from a confidential case.")))
    if case.requests.filter(may_publish=False).exists() or not case.requests.exists():
        return no(NotPossible(gettext_noop("The requester has not agreed to publication.")))
    if PublicVersion.objects.filter(case=case, state=PublicState.PUBLISHED).exists():
        return no(NotPossible(gettext_noop("It is published already. Take it down to change it.")))
    return YES


def _publish(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    draft = PublicVersion.objects.filter(case=case, state=PublicState.DRAFT).first()
    if draft is None:
        return no(NotPossible(gettext_noop("No draft waits to be published.")))
    if draft.drafted_by_id == by.pk:
        return no(
            NotAllowed(gettext_noop("You wrote the draft; somebody else checks and publishes."))
        )
    if found := numbers_in(draft.title, draft.text, draft.reply):
        return no(NotPossible(TRACE_LEFT, words=found[0]))
    return _draft_public(case, lead, by, now)


def _redact_public(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not PublicVersion.objects.filter(case=case, state=PublicState.PUBLISHED).exists():
        return no(NotPossible(gettext_noop("Nothing of this case is public.")))
    return YES


def _unpublish(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    public = [PublicState.DRAFT, PublicState.PUBLISHED]
    if not PublicVersion.objects.filter(case=case, state__in=public).exists():
        return no(NotPossible(gettext_noop("Nothing of this case is public.")))
    return YES


DOORS = (
    Door(Step.DRAFT_PUBLIC, _draft_public, states=CLOSED),
    Door(Step.PUBLISH, _publish, states=CLOSED),
    Door(
        Step.REDACT_PUBLIC,
        _redact_public,
        permissions=frozenset({Permission.PUBLISH}),
        states=CLOSED,
    ),
    Door(Step.UNPUBLISH, _unpublish, states=CLOSED),
)
