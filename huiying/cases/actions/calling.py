"""Asking whether it was solved: by telephone, in person, by link (K1–K9)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.audit.actions import Actor as Timer
from huiying.cases import workflow
from huiying.cases.actions.answers import Judgement, conclude_if_done, is_bad, keep_reasons
from huiying.cases.actions.claiming import is_free
from huiying.cases.actions.held import Held
from huiying.cases.actions.one_clock import start_on_request, stop_on_request
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import (
    CallbackState,
    ClockKind,
    Disposal,
    Priority,
    RatingMode,
    Step,
    TryResult,
)
from huiying.cases.models import Callback, CallbackTry, Case, Rating, Reply
from huiying.cases.permissions import By, Requester
from huiying.cases.rules.tries import APART, call_again_after, may_try_again, tries_used_up
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.queries import calendar_for
from huiying.people.models import Person

SOON = 30
"""Days within which somebody who asks to be called later is called."""
NOT_SOON = gettext_noop("Choose a time within the next %(days)s days.")


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
    callback: Callback,
    judgement: Judgement,
    *,
    by: Person,
    now: datetime,
    mode: RatingMode = RatingMode.CALL,
) -> Rating:
    """The callback officer writes down what the person said (K3), on the telephone or in person."""
    return _answer(Step.CALLBACK_ANSWER, callback, judgement, by=by, now=now, mode=mode)


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
        callback = _locked(step, callback, by, now)
        callback.state, callback.ended_at = CallbackState.ANSWERED, now
        callback.claimed_by_id = callback.claimed_until = None
        callback.save(update_fields=["state", "ended_at", "claimed_by_id", "claimed_until"])
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
            may_contact=judgement.may_contact,
            mode=mode,
            by_id=by.pk if isinstance(by, Person) else None,
            at=now,
        )
        keep_reasons(rating, judgement)
    conclude_if_done(callback.case, now=now)
    return rating


def _locked(step: Step, callback: Callback, by: By, now: datetime) -> Callback:
    found = Callback.objects.select_related("request").get(pk=callback.pk)
    workflow.can_take("callback", step, found.state).require()
    if step == Step.DISPOSE:
        is_bad(found).require()
        return found
    if isinstance(by, Person):
        is_free(found, by=by, now=now).require()
        _did_not_review(found, by).require()
    return found


def _did_not_review(callback: Callback, by: Person) -> Verdict:
    reviewed = Reply.objects.filter(
        assignment__case=callback.case_id, round=callback.round, reviewer_id=by.pk
    )
    if reviewed.exists():
        return no(
            NotAllowed(
                gettext_noop("You reviewed this reply; somebody else asks the requester about it.")
            )
        )
    return YES


@transaction.atomic
def try_callback(
    callback: Callback,
    *,
    by: Person,
    now: datetime,
    result: TryResult,
    call_after: datetime | None = None,
) -> Callback:
    """An attempt without an answer (K2); after three on two days the person gets a link (K4).

    Who asks to be called later was reached: that attempt is none of the three. A wrong number is not
    called again: the link goes by e-mail, and without an address nobody is reached (K6).
    """
    with step_on(Step.CALLBACK_TRY, callback.case, by=by, now=now) as held:
        callback = _locked(Step.CALLBACK_TRY, callback, by, now)
        missed = callback.tries.exclude(result=TryResult.LATER)
        earlier = list(missed.values_list("at", flat=True))
        may_try_again(earlier, now).require()
        _require_soon(call_after, now)
        CallbackTry.objects.create(callback=callback, at=now, result=result, by_id=by.pk)
        held.clocks.stop(ClockKind.CALLBACK)
        held.data["result"] = result
        callback.state = CallbackState.CALLING
        if result == TryResult.LATER:
            callback.call_after = call_after or now + APART
        elif result == TryResult.WRONG_NUMBER and not callback.request.contact_email:
            _not_reached(held, callback)
        elif result == TryResult.WRONG_NUMBER or tries_used_up([*earlier, now]):
            _to_link(held, callback)
        else:
            calendar = calendar_for(held.case.area_code).provisional_twin()
            callback.call_after = call_again_after(earlier, now, calendar)
        callback.claimed_by_id = callback.claimed_until = None
        callback.save()
    conclude_if_done(callback.case, now=now)
    return callback


def _require_soon(call_after: datetime | None, now: datetime) -> None:
    """A mistyped day would take the person off the list for years."""
    if call_after is not None and not 0 <= (call_after.date() - local_date(now)).days <= SOON:
        raise NotPossible(NOT_SOON, days=SOON)


def _to_link(held: Held, callback: Callback) -> None:
    """From here on the person answers by link or with number and code, or not at all (K4)."""
    callback.state, callback.call_after = CallbackState.LINK_SENT, None
    priority = Priority(held.case.priority)
    start_on_request(callback.request, ClockKind.LINK, now=held.now, priority=priority)
    data = {"callback": callback.pk}
    audit.record("case.callback_link", held.case.subject, by=audit.TIMER, now=held.now, data=data)


def _not_reached(held: Held, callback: Callback) -> None:
    """There is no way to this person, and no grade is invented (K6)."""
    callback.state, callback.call_after = CallbackState.NOT_REACHED, None
    callback.ended_at = held.now
    audit.record("case.callback_unreached", held.case.subject, by=audit.TIMER, now=held.now)


def decline(callback: Callback, *, by: By, now: datetime) -> Callback:
    """The person does not want to be asked (K7)."""
    return _end(Step.CALLBACK_DECLINE, callback, CallbackState.DECLINED, by=by, now=now)


def dispose(callback: Callback, *, by: Person, now: datetime, text: str) -> Callback:
    """A bad answer, judged reasonably handled and told so (K8). Redoing is `rework`, another unit
    `hand_over`, more time a plan."""
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
        callback = _locked(step, callback, by, now)
        callback.state, callback.disposition = state, text
        held.data["callback"] = callback.pk
        callback.disposal = Disposal.REASONABLE if step == Step.DISPOSE else ""
        callback.ended_at = callback.ended_at or now
        callback.claimed_by_id = callback.claimed_until = None
        callback.save()
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


CALLBACK_STEPS: Mapping[Step, Callable[..., object]] = {
    Step.CALLBACK_ANSWER: answer_callback,
    Step.CALLBACK_TRY: try_callback,
    Step.CALLBACK_DECLINE: decline,
    Step.DISPOSE: dispose,
}
