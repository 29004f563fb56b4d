"""What people said of an answer, and when a round of asking is settled (K8, C23)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiying.audit import actions as audit
from huiying.cases import workflow
from huiying.cases.actions.held import Held
from huiying.cases.actions.parts import cancel_callbacks
from huiying.cases.actions.reviewing import end_requests
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import (
    BAD_GRADES,
    CallbackState,
    CaseState,
    Discontent,
    Disposal,
    Grade,
    Solved,
    Step,
)
from huiying.cases.models import Callback, Case, Rating, RatingReason
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no


@dataclass(frozen=True)
class Judgement:
    """What the person said; there is no default for any of it."""

    solved: Solved
    result: Grade
    manner: Grade
    comment: str = ""
    reasons: tuple[Discontent, ...] = ()
    may_contact: bool = False

    @property
    def is_bad(self) -> bool:
        return self.solved == Solved.NO or bool({self.result, self.manner} & BAD_GRADES)


def judgement_from(data: Mapping[str, Any]) -> Judgement:
    """What was said, out of plain values by the names of its fields."""
    return Judgement(
        Solved(data["solved"]),
        Grade(data["result"]),
        Grade(data["manner"]),
        data["comment"],
        tuple(Discontent(each) for each in data["reasons"]),
        data["may_contact"],
    )


def keep_reasons(rating: Rating, judgement: Judgement) -> None:
    """What the person ticked; the list is theirs, staff add nothing to it."""
    reasons = dict.fromkeys(judgement.reasons)
    if reasons:
        RatingReason.objects.bulk_create(
            RatingReason(rating=rating, reason=reason) for reason in reasons
        )


def is_bad(callback: Callback) -> Verdict:
    """Whether the answer is one that somebody has to deal with."""
    if is_final(callback):
        return no(NotPossible(gettext_noop("The requester is satisfied; nothing is to be judged.")))
    return YES


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
    return all(is_final(each) for each in callbacks if each.round == latest)


def is_final(callback: Callback) -> bool:
    if callback.state == CallbackState.ANSWERED:
        rating = callback.request.ratings.filter(
            case=callback.case_id, round=callback.round
        ).first()
        return rating is not None and not judgement_of(rating).is_bad
    return callback.state in workflow.parts.FINAL_CALLBACKS


def judgement_of(rating: Rating) -> Judgement:
    return Judgement(Solved(rating.solved), Grade(rating.result), Grade(rating.manner))


def settle_bad_answers(held: Held, text: str, disposal: Disposal = Disposal.REWORK) -> None:
    """The bad answers of this round are dealt with by what happens now, nobody else is asked (K8, K9).

    Raises NotPossible when there is none.
    """
    asked = Callback.objects.filter(case=held.case, round=held.the_lead.round)
    answered = asked.filter(state=CallbackState.ANSWERED).select_related("request")
    bad = [each.pk for each in answered if not is_final(each)]
    if not bad:
        raise NotPossible(gettext_noop("The requester is satisfied; there is nothing to do again."))
    Callback.objects.filter(pk__in=bad).update(
        state=CallbackState.DISPOSED, disposition=text, disposal=disposal
    )
    cancel_callbacks(held)
