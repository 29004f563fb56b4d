"""Deciding on an objection to a refusal, before there is a case (R7, O3)."""

from datetime import datetime

from huiying.cases.choices import ObjectionState, RequestState, Step
from huiying.cases.models import Request
from huiying.cases.permissions.doors.closing import NONE_WAITS
from huiying.cases.permissions.doors.door import Door
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.choices import Permission
from huiying.people.models import Person


def _decide(request: Request, by: Person, now: datetime) -> Verdict:
    if request.decided_by_id == by.pk:
        return no(NotAllowed(gettext_noop("You took this decision; somebody else decides on it.")))
    if not request.objections.filter(state=ObjectionState.FILED).exists():
        return no(NotPossible(NONE_WAITS))
    return YES


REQUEST_DOORS = (
    Door(Step.UPHOLD_REFUSED, _decide),
    Door(
        Step.DISMISS_REFUSED,
        _decide,
        permissions=frozenset({Permission.DECIDE_OBJECTION}),
        request_states=(RequestState.NOT_ACCEPTED,),
    ),
)
