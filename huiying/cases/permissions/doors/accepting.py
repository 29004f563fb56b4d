"""What may be done with a request that has no case yet (R2, R6, R8, R10)."""

from datetime import datetime

from huiying.cases.choices import Kind, Step
from huiying.cases.models import Request
from huiying.cases.permissions.doors.door import Door
from huiying.cases.rules.intake import DIRECT_ANSWERS, MAX_ASK_ROUNDS
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.models import Person


def _answer(request: Request, by: Person, now: datetime) -> Verdict:
    if Kind(request.kind) not in DIRECT_ANSWERS:
        return no(
            NotPossible(
                gettext_noop("Complaints and reports of wrongdoing need a case; accept it instead.")
            )
        )
    return YES


def _ask_info(request: Request, by: Person, now: datetime) -> Verdict:
    if request.ask_rounds >= MAX_ASK_ROUNDS:
        return no(
            NotPossible(gettext_noop("Details were asked for twice already. Accept or answer it."))
        )
    return YES


REQUEST_DOORS = (
    Door(Step.ACCEPT),
    Door(Step.ASK_INFO, _ask_info),
    Door(Step.ANSWER, _answer),
    Door(Step.REFUSE),
)
