"""The steps that belong to the requester, taken by name."""

from collections.abc import Callable, Mapping
from datetime import datetime

from huiying.cases import actions as cases
from huiying.cases.actions.questions import answer_question
from huiying.cases.actions.urging import urge
from huiying.cases.choices import RatingMode, Step
from huiying.cases.models import Request
from huiying.cases.permissions import Requester
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.portal.actions.sending import Sent, sent_once
from huiying.portal.queries import story_of

NOTHING_TO_RATE = gettext_noop("There is no answer to judge at the moment.")

Action = Callable[..., object]
_ACTIONS: Mapping[Step, Action] = {
    Step.SUPPLY: cases.supply,
    Step.ANSWER_QUESTION: answer_question,
    Step.URGE: urge,
    Step.WITHDRAW: cases.withdraw,
    Step.UNDO_WITHDRAWAL: cases.undo_withdrawal,
    Step.NOT_ANSWERED: cases.not_answered,
    Step.OBJECT: cases.object_to,
    Step.OBJECT_PUBLIC: cases.object_public,
    Step.SET_MESSAGES: cases.set_messages,
    Step.GIVE_CONSENT: cases.give_consent,
    Step.TAKE_CONSENT: cases.take_consent,
    Step.ASK_SECRECY: cases.ask_secrecy,
    Step.LIFT_SECRECY: cases.lift_secrecy,
}


def report_pressure(request: Request, *, now: datetime, text: str, key: str) -> Sent:
    """A request of its own to the county, once for each page it is sent from."""
    by = Requester(request.pk)

    def act() -> cases.Receipt:
        return cases.report_pressure(request, by=by, now=now, text=text)

    return sent_once(act, key=key, body_hash=f"{request.pk}:{text}", now=now)


def take_step(step: Step, request: Request, *, now: datetime, **inputs: object) -> None:
    """Take a step as the requester. Raises what the action refuses with."""
    by = Requester(request.pk)
    if step in (Step.RATE, Step.CALLBACK_DECLINE):
        callback = story_of(request.pk).open_callback
        if callback is None:
            raise NotPossible(NOTHING_TO_RATE)
        if step == Step.RATE:
            cases.rate(callback, by=by, now=now, mode=RatingMode.PAGE, **inputs)  # type: ignore[arg-type]
        else:
            cases.decline(callback, by=by, now=now)
        return
    if step == Step.CHANGE_RATING:
        rating = story_of(request.pk).open_rating
        if rating is None:
            raise NotPossible(NOTHING_TO_RATE)
        cases.change_rating(rating, by=by, now=now, **inputs)  # type: ignore[arg-type]
        return
    _ACTIONS[step](request, by=by, now=now, **inputs)
