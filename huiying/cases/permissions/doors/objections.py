"""On a request: an objection to its refusal (R7, O3), a withdrawal told to staff (R12, R13)."""

from datetime import datetime

from huiying.cases.choices import ObjectionState, RequestState, Step
from huiying.cases.models import Request
from huiying.cases.permissions.doors.closing import NONE_WAITS
from huiying.cases.permissions.doors.door import Door
from huiying.cases.permissions.doors.impartial import did_not_refuse
from huiying.cases.queries import lines_of, parties_of
from huiying.cases.queries.ways import ways_of
from huiying.cases.rules.conflicts import may_judge
from huiying.cases.workflow.cases import WITHDRAWABLE
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.choices import Permission
from huiying.people.models import Person


def _decide(request: Request, by: Person, now: datetime) -> Verdict:
    if not (verdict := did_not_refuse(request, by, now=now)):
        return verdict
    if not request.objections.filter(state=ObjectionState.FILED).exists():
        return no(NotPossible(NONE_WAITS))
    return YES


def _withdraw(request: Request, by: Person, now: datetime) -> Verdict:
    """Never by the units that handle it (pressure), and only where a message can confirm it."""
    if request.case is not None:
        parties = parties_of(request.case, with_handlers=True)
        if not (verdict := may_judge(parties, lines=lines_of(by, now=now))):
            return verdict
        if request.case.state not in WITHDRAWABLE:
            return no(
                NotPossible(
                    gettext_noop(
                        "A reply has been given, so the request can no longer be withdrawn."
                    )
                )
            )
    if not ways_of(request):
        return no(
            NotPossible(
                gettext_noop(
                    "A withdrawal taken down by staff is confirmed by message, and no number is known here."
                )
            )
        )
    return YES


REQUEST_DOORS = (
    Door(Step.UPHOLD_REFUSED, _decide),
    Door(
        Step.DISMISS_REFUSED,
        _decide,
        permissions=frozenset({Permission.DECIDE_OBJECTION}),
        request_states=(RequestState.NOT_ACCEPTED,),
    ),
    Door(
        Step.RECORD_WITHDRAWAL,
        _withdraw,
        permissions=frozenset({Permission.ACCEPT, Permission.CALLBACK}),
        request_states=(RequestState.SUBMITTED, RequestState.NEEDS_INFO, RequestState.ON_CASE),
    ),
)
