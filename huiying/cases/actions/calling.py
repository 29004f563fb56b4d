"""Asking whether it was solved (K1–K9), and what a bad answer leads to (K8, C23, C24)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.audit.actions import Actor as Timer
from huiying.cases import workflow
from huiying.cases.actions.clocks import start_on_request, stop_on_request
from huiying.cases.actions.parts import cancel_callbacks
from huiying.cases.actions.reviewing import end_requests, next_round
from huiying.cases.actions.steps import Held, step_on
from huiying.cases.choices import (
    BAD_GRADES,
    CallbackState,
    CaseState,
    ClockKind,
    Grade,
    Priority,
    RatingMode,
    Solved,
    Step,
    TryResult,
)
from huiying.cases.models import Callback, CallbackTry, Case, Rating, Reply
from huiying.cases.permissions import By, Requester
from huiying.cases.rules.tries import may_try_again, tries_used_up
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.models import Person


@dataclass(frozen=True)
class Judgement:
    """What the person said; there is no default for any of it."""

    solved: Solved
    result: Grade
    manner: Grade
    comment: str = ""

    @property
    def is_bad(self) -> bool:
        return self.solved == Solved.NO or bool({self.result, self.manner} & BAD_GRADES)


def rate(
    callback: Callback,
    judgement: Judgement,
    *,
    by: Requester,
    now: datetime,
    mode: RatingMode = RatingMode.LINK,
) -> Rating:
    """The requester judges the answer (K5), by link or with number and code."""
    if by.request_id != callback.request_id:
        raise NotAllowed(gettext_noop("This link belongs to another request."))
    return _answer(Step.RATE, callback, judgement, by=by, now=now, mode=mode)


def answer_callback(
    callback: Callback, judgement: Judgement, *, by: Person, now: datetime
) -> Rating:
    """The callback officer writes down what the person said (K3)."""
    return _answer(Step.CALLBACK_ANSWER, callback, judgement, by=by, now=now, mode=RatingMode.CALL)


@transaction.atomic
def _answer(  # the answer and what follows from it stand or fall together
    step: Step,
    callback: Callback,
    judgement: Judgement,
    *,
    by: By,
    now: datetime,
    mode: RatingMode,
) -> Rating:
    with step_on(step, callback.case, by=by, now=now) as held:
        callback = _locked(step, callback, by)
        callback.state, callback.ended_at = CallbackState.ANSWERED, now
        callback.save(update_fields=["state", "ended_at"])
        stop_on_request(callback.request, ClockKind.LINK, now=now)
        held.clocks.stop(ClockKind.CALLBACK)
        held.data.update(solved=judgement.solved, result=judgement.result, mode=mode)
        rating = Rating.objects.create(
            request=callback.request,
            case=held.case,
            round=callback.round,
            solved=judgement.solved,
            result=judgement.result,
            manner=judgement.manner,
            comment=judgement.comment,
            mode=mode,
            by_id=by.pk if isinstance(by, Person) else None,
            at=now,
        )
    conclude_if_done(callback.case, now=now)
    return rating


def _locked(step: Step, callback: Callback, by: By) -> Callback:
    found = Callback.objects.select_related("request").get(pk=callback.pk)
    workflow.can_take("callback", step, found.state).require()
    if step == Step.DISPOSE:
        _is_bad(found).require()
        return found
    reviewed = Reply.objects.filter(
        assignment__case=found.case_id, round=found.round, reviewer_id__isnull=False
    )
    if isinstance(by, Person) and reviewed.filter(reviewer_id=by.pk).exists():
        raise NotAllowed(
            gettext_noop("You reviewed this reply; somebody else asks the requester about it.")
        )
    return found


def _is_bad(callback: Callback) -> Verdict:
    if _is_final(callback):
        return no(NotPossible(gettext_noop("The requester is satisfied; nothing is to be judged.")))
    return YES


def try_callback(callback: Callback, *, by: Person, now: datetime, result: TryResult) -> Callback:
    """An attempt without an answer (K2); after three on two days the person gets a link (K4)."""
    with step_on(Step.CALLBACK_TRY, callback.case, by=by, now=now) as held:
        callback = _locked(Step.CALLBACK_TRY, callback, by)
        earlier = list(callback.tries.values_list("at", flat=True))
        may_try_again(earlier, now).require()
        CallbackTry.objects.create(callback=callback, at=now, result=result, by_id=by.pk)
        held.clocks.stop(ClockKind.CALLBACK)
        held.data["result"] = result
        callback.state = CallbackState.CALLING
        if tries_used_up([*earlier, now]) or result == TryResult.WRONG_NUMBER:
            callback.state = CallbackState.LINK_SENT
            start_on_request(
                callback.request,
                ClockKind.LINK,
                now=now,
                priority=Priority(held.case.priority),
            )
        callback.save(update_fields=["state"])
    return callback


def decline(callback: Callback, *, by: By, now: datetime) -> Callback:
    """The person does not want to be asked (K7)."""
    return _end(Step.CALLBACK_DECLINE, callback, CallbackState.DECLINED, by=by, now=now)


def dispose(callback: Callback, *, by: Person, now: datetime, text: str) -> Callback:
    """A bad answer, judged reasonably handled and told so (K8). Redoing is `rework`."""
    return _end(Step.DISPOSE, callback, CallbackState.DISPOSED, by=by, now=now, text=text)


@transaction.atomic
def _end(
    step: Step,
    callback: Callback,
    state: CallbackState,
    *,
    by: By,
    now: datetime,
    text: str = "",
) -> Callback:
    with step_on(step, callback.case, by=by, now=now, text=text) as held:
        callback = _locked(step, callback, by)
        callback.state, callback.disposition = state, text
        callback.ended_at = callback.ended_at or now
        callback.save(update_fields=["state", "disposition", "ended_at"])
        stop_on_request(callback.request, ClockKind.LINK, now=now)
        held.clocks.stop(ClockKind.CALLBACK)
    conclude_if_done(callback.case, now=now)
    return callback


@transaction.atomic
def lapse_link(callback: Callback, *, by: Timer, now: datetime) -> Callback:
    """Nobody followed the link in five working days (K6): not reached, and no grade is invented."""
    case = Case.objects.select_for_update().get(pk=callback.case_id)
    callback = Callback.objects.select_related("request").get(pk=callback.pk)
    workflow.can_take("callback", Step.CALLBACK_UNREACHED, callback.state).require()
    callback.state, callback.ended_at = CallbackState.NOT_REACHED, now
    callback.save(update_fields=["state", "ended_at"])
    stop_on_request(callback.request, ClockKind.LINK, now=now)
    audit.record("case.callback_unreached", case.subject, by=by, now=now)
    conclude_if_done(case, now=now)
    return callback


def conclude_if_done(case: Case, *, now: datetime) -> None:
    """Close the case once every callback of the round is settled (C23)."""
    if is_settled(case):
        with step_on(Step.CONCLUDE, case, by=audit.TIMER, now=now) as held:
            end_requests(held)


def is_settled(case: Case) -> bool:
    """Whether nobody is still to be asked and no bad answer waits to be dealt with."""
    state = Case.objects.values_list("state", flat=True).get(pk=case.pk)
    if state != CaseState.PENDING_CALLBACK:
        return False
    callbacks = list(case.callbacks.all())
    latest = max((each.round for each in callbacks), default=0)
    return all(_is_final(each) for each in callbacks if each.round == latest)


def _is_final(callback: Callback) -> bool:
    if callback.state == CallbackState.ANSWERED:
        rating = callback.request.ratings.filter(
            case=callback.case_id, round=callback.round
        ).first()
        return rating is not None and not _judgement(rating).is_bad
    return callback.state in workflow.parts.FINAL_CALLBACKS


def _judgement(rating: Rating) -> Judgement:
    return Judgement(Solved(rating.solved), Grade(rating.result), Grade(rating.manner))


def settle_bad_answers(held: Held, text: str) -> None:
    """The bad answers of this round are dealt with by what happens now, nobody else is asked (K8, K9).

    Raises NotPossible when there is none.
    """
    asked = Callback.objects.filter(case=held.case, round=held.the_lead.round)
    answered = asked.filter(state=CallbackState.ANSWERED).select_related("request")
    bad = [each.pk for each in answered if not _is_final(each)]
    if not bad:
        raise NotPossible(gettext_noop("The requester is satisfied; there is nothing to do again."))
    Callback.objects.filter(pk__in=bad).update(state=CallbackState.DISPOSED, disposition=text)
    cancel_callbacks(held)


def rework(case: Case, *, by: Person, now: datetime, reason: str) -> Case:
    """The answer was "not solved", or bad for a good reason: have it done again (C24)."""
    with step_on(Step.REWORK, case, by=by, now=now, text=reason) as held:
        settle_bad_answers(held, reason)
        next_round(held)
    return case


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.REWORK: rework,
}
CALLBACK_STEPS: Mapping[Step, Callable[..., object]] = {
    Step.CALLBACK_ANSWER: answer_callback,
    Step.CALLBACK_TRY: try_callback,
    Step.CALLBACK_DECLINE: decline,
    Step.DISPOSE: dispose,
}
