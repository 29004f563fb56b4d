"""A reply is judged before the requester reads it (C21, C22, C27, C28)."""

from datetime import datetime

from huiying.cases.choices import Kind, ReplyState, Step
from huiying.cases.models import Assignment, Case, Request
from huiying.cases.permissions.doors.door import Door
from huiying.cases.queries.ways import can_be_reached
from huiying.cases.workflow.requests import LIVE
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.models import Person


def callable_requests(case: Case) -> list[Request]:
    """The live requests whose people can be called back, or asked by a link."""
    live = case.requests.filter(state__in=LIVE).exclude(kind=Kind.THANKS)
    return [each for each in live if can_be_reached(each)]


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


DOORS = (
    Door(Step.RELEASE, _release, is_judging=True),
    Door(Step.CLOSE_UNCALLED, _close_uncalled, is_judging=True),
    Door(Step.SEND_BACK, _has_reply, is_judging=True),
    Door(Step.FIND_NOT_DONE, _has_reply, is_judging=True),
)
