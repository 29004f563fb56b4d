"""Beside the review of a reply: the checklist of facts, and what changed against the attempt before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huiying.cases.actions.looking import reading_of
from huiying.cases.choices import CaseState, Step
from huiying.cases.models import Case, Reply
from huiying.cases.queries.replies import Judged, judged, waiting_reply
from huiying.cases.views.beside.panel import Panel
from huiying.lib.clock import local_date
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person


def _checklist(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    reply = waiting_reply(case)
    return {"judged": _judged(reply, case, person, now) if reply else None}


def _judged(reply: Reply, case: Case, person: Person, now: datetime) -> Judged:
    reading = reading_of(reply.text, reply.assignment, by=person, now=now)
    return judged(reply, case, reading)


def _waiting(case: Case, person: Person, now: datetime) -> Sequence[Judged]:
    """On the case page, for reviewers while a reply waits."""
    if case.state != CaseState.PENDING_REVIEW:
        return []
    if not scope_of(person, Permission.REVIEW, on=local_date(now)).covers_area(case.area_code):
        return []
    reply = waiting_reply(case)
    return [_judged(reply, case, person, now)] if reply else []


BESIDE = dict.fromkeys(
    (Step.RELEASE, Step.CLOSE_UNCALLED, Step.SEND_BACK, Step.FIND_NOT_DONE), _checklist
)
PANELS = (Panel("cases/panels/checklist.html", _waiting),)
