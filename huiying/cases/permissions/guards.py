"""What must be true of a case, beyond its state, before a step is open."""

from collections.abc import Callable, Mapping
from datetime import datetime

from huiying.cases.choices import (
    CallbackState,
    Kind,
    ObjectionState,
    Part,
    Priority,
    PublicState,
    ReplyState,
    ReturnState,
    Step,
)
from huiying.cases.models import Assignment, Case, PublicVersion, Request, ReturnRequest
from huiying.cases.workflow.requests import LIVE
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.lib.workdays import Limit, Unit, due_at
from huiying.organisations.queries import calendar_for, units_of
from huiying.people.models import Person

Guard = Callable[[Case, Assignment | None, Person, datetime], Verdict]

RETURN_DAYS = 2
"""T1: working days from dispatch within which a return may be asked."""
RETURN_WITHIN = {Priority.P1: Limit(30, Unit.CH), Priority.P2: Limit(240, Unit.CH)}
"""The same where every hour counts (3.9)."""
TOO_LATE_TO_RETURN = gettext_noop(
    "A return is asked within two working days of dispatch, in emergencies within hours; that time is over."
)


def _ask_return(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if lead is None:
        return no(NotPossible(gettext_noop("No unit has this case.")))
    if lead.is_designated:
        return no(
            NotPossible(gettext_noop("The panel designated your unit, so it cannot be returned."))
        )
    if lead.round > 1:
        return no(NotPossible(gettext_noop("A case that is done again cannot be returned.")))
    if ReturnRequest.objects.filter(assignment__case=case, assignment__unit=lead.unit_id).exists():
        return no(NotPossible(gettext_noop("Your unit has asked to return this case before.")))
    calendar = calendar_for(case.area_code).provisional_twin()
    limit = RETURN_WITHIN.get(Priority(case.priority), Limit(RETURN_DAYS, Unit.WD))
    if now >= due_at(lead.assigned_at, limit, calendar):
        return no(NotPossible(TOO_LATE_TO_RETURN))
    return YES


def _decide_return(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    asked = ReturnRequest.objects.filter(assignment=lead, state=ReturnState.ASKED).first()
    if asked is None or lead is None:
        return no(NotPossible(gettext_noop("No return waits for a decision.")))
    if {lead.unit_id, asked.proposed_unit_id} & units_of(by, local_date(now)):
        return no(
            NotAllowed(
                gettext_noop(
                    "You belong to the asking or the proposed unit; somebody else decides."
                )
            )
        )
    return YES


def _reply(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if lead is None:
        return no(NotPossible(gettext_noop("No unit has this case.")))
    if lead.contacted_at is None and to_contact(case):
        return no(
            NotPossible(
                gettext_noop("Record the first contact with the requester before replying.")
            )
        )
    waiting = case.assignments.filter(
        part=Part.CO, is_current=True, replied_at__isnull=True, due__gt=now
    )
    if waiting.exists():
        return no(NotPossible(gettext_noop("A co-unit has not reported yet and is still in time.")))
    return YES


def to_contact(case: Case) -> bool:
    """Whether the unit owes somebody a first contact: not the anonymous, nor those it may not know."""
    live = case.requests.filter(state__in=LIVE, is_confidential=False)
    return live.exclude(contact_phone="").exists()


def callable_requests(case: Case) -> list[Request]:
    """The live requests whose people can be called back."""
    live = case.requests.filter(state__in=LIVE).exclude(contact_phone="")
    return list(live.exclude(kind=Kind.THANKS))


def _release(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not callable_requests(case):
        return no(
            NotPossible(gettext_noop("Nobody can be called back here; accept and close instead."))
        )
    return _has_reply(case, lead, by, now)


def _close_uncalled(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if callable_requests(case):
        return no(NotPossible(gettext_noop("The requester can be called back, so ask first.")))
    return _has_reply(case, lead, by, now)


def _has_reply(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if lead is None or not lead.replies.filter(state=ReplyState.SUBMITTED).exists():
        return no(NotPossible(gettext_noop("No reply waits for review.")))
    return YES


def _rework(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not case.callbacks.filter(state=CallbackState.ANSWERED).exists():
        return no(
            NotPossible(
                gettext_noop("Rework follows an answer of the requester; none is here yet.")
            )
        )
    return _rounds(case, lead, by, now)


MAX_ROUNDS = 3


def _rounds(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if lead is not None and lead.round > MAX_ROUNDS:
        return no(
            NotPossible(
                gettext_noop("It was done again three times. Escalate it instead of a fourth time.")
            )
        )
    return YES


def _reopen(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if lead is None:
        return no(NotPossible(gettext_noop("The unit that did the work no longer has the case.")))
    return YES


def _decide_objection(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if case.entries.filter(by_id=by.pk).exists():
        return no(
            NotAllowed(gettext_noop("You took part in this case; somebody else decides on it."))
        )
    if not case.objections.filter(state=ObjectionState.FILED).exists():
        return no(NotPossible(gettext_noop("No objection waits for a decision.")))
    return YES


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
    return _draft_public(case, lead, by, now)


def _unpublish(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    public = [PublicState.DRAFT, PublicState.PUBLISHED]
    if not PublicVersion.objects.filter(case=case, state__in=public).exists():
        return no(NotPossible(gettext_noop("Nothing of this case is public.")))
    return YES


GUARDS: Mapping[Step, Guard] = {
    Step.ASK_RETURN: _ask_return,
    Step.AGREE_RETURN: _decide_return,
    Step.REFUSE_RETURN: _decide_return,
    Step.REPLY: _reply,
    Step.RELEASE: _release,
    Step.CLOSE_UNCALLED: _close_uncalled,
    Step.SEND_BACK: _has_reply,
    Step.FIND_NOT_DONE: _has_reply,
    Step.REWORK: _rework,
    Step.SPOT_CHECK: _reopen,
    Step.UPHOLD: _decide_objection,
    Step.DISMISS: _decide_objection,
    Step.DRAFT_PUBLIC: _draft_public,
    Step.PUBLISH: _publish,
    Step.UNPUBLISH: _unpublish,
}
