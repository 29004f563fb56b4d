"""A rating belongs to the person who gave it: they may change it until the case closes, nobody else."""

from datetime import datetime

from django.db import transaction

from huiying.cases.actions.answers import Judgement, conclude_if_done, keep_reasons
from huiying.cases.actions.held import Held
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import CallbackState, RatingMode, Step
from huiying.cases.models import Callback, Rating, RatingChange
from huiying.cases.permissions import Requester
from huiying.cases.rules.judging import is_changeable
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop

NOT_YOURS = gettext_noop("This judgement is somebody else's.")
TOO_LATE = gettext_noop(
    "The matter is closed, so the judgement stands as it is. You can still object within 15 days."
)
CHANGEABLE = (CallbackState.ANSWERED, CallbackState.DISPOSED)


@transaction.atomic
def change_rating(
    rating: Rating,
    judgement: Judgement,
    *,
    by: Requester,
    now: datetime,
    mode: RatingMode = RatingMode.PAGE,
) -> Rating:
    """The requester says it anew, until the case closes (K5); what was said before is kept."""
    if not isinstance(by, Requester) or by.request_id != rating.request_id:
        raise NotAllowed(NOT_YOURS)
    with step_on(Step.CHANGE_RATING, rating.case, by=by, now=now) as held:
        rating = Rating.objects.select_for_update().get(pk=rating.pk)
        _require_open(held, rating)
        _keep_history(rating, now)
        for name in ("solved", "result", "manner", "comment", "may_contact"):
            setattr(rating, name, getattr(judgement, name))
        rating.mode, rating.by_id = mode, None
        rating.save()
        rating.reasons.all().delete()
        keep_reasons(rating, judgement)
        held.data.update(solved=judgement.solved, result=judgement.result, mode=mode)
    conclude_if_done(rating.case, now=now)
    return rating


def _require_open(held: Held, rating: Rating) -> None:
    asked = Callback.objects.filter(request=rating.request_id, round=rating.round)
    is_open = asked.filter(state__in=CHANGEABLE).exists()
    if not (
        is_open
        and is_changeable(
            held.case.state, rating_round=rating.round, lead_round=held.the_lead.round
        )
    ):
        raise NotPossible(TOO_LATE)


def _keep_history(rating: Rating, now: datetime) -> None:
    RatingChange.objects.create(
        rating=rating,
        at=rating.at,
        solved=rating.solved,
        result=rating.result,
        manner=rating.manner,
        comment=rating.comment,
        mode=rating.mode,
    )
    rating.at = now
