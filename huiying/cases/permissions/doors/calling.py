"""Asking whether it was solved, and what a bad answer leads to (K1–K9, C24)."""

from collections.abc import Mapping
from datetime import datetime

from huiying.cases.choices import CallbackState, CaseState, Step
from huiying.cases.models import Assignment, Case
from huiying.cases.permissions.doors.door import Door
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.choices import Permission
from huiying.people.models import Person

MAX_ROUNDS = 3
NO_ANSWER_YET = gettext_noop("This follows an answer of the requester; none is here yet.")


def _answered(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not case.callbacks.filter(state=CallbackState.ANSWERED).exists():
        return no(NotPossible(NO_ANSWER_YET))
    return YES


def _rework(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not (answered := _answered(case, lead, by, now)):
        return answered
    return _rounds(case, lead, by, now)


def _rounds(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if lead is not None and lead.round > MAX_ROUNDS:
        return no(
            NotPossible(
                gettext_noop("It was done again three times. Escalate it instead of a fourth time.")
            )
        )
    return YES


DOORS = (
    Door(Step.REWORK, _rework, is_judging=True),
    Door(Step.HAND_OVER, _answered, is_judging=True),
)

_CALLING = (CaseState.PENDING_CALLBACK,)
CALLBACK_DOORS = (
    Door(Step.CALLBACK_ANSWER, states=_CALLING, is_judging=True),
    Door(Step.CALLBACK_TRY, states=_CALLING, is_judging=True),
    Door(Step.CALLBACK_DECLINE, states=_CALLING, is_judging=True),
    Door(
        Step.PROPOSE_DISPOSAL,
        permissions=frozenset({Permission.CALLBACK}),
        states=_CALLING,
        is_judging=True,
    ),
    # K8: the callback team proposes, the reviewer decides that it was reasonable
    Door(
        Step.DISPOSE,
        permissions=frozenset({Permission.REVIEW}),
        states=_CALLING,
        is_judging=True,
    ),
)
BESIDE_THE_TABLE: Mapping[Step, tuple[CallbackState, ...]] = {
    Step.PROPOSE_DISPOSAL: (CallbackState.ANSWERED,)
}
"""States of a callback in which steps are open that move nothing in its table."""
