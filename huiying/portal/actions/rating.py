"""Judging an answer by the link that was sent."""

from datetime import datetime

from huiying.cases import actions as cases
from huiying.cases.actions import Impression, Judgement
from huiying.cases.models import Callback, Rating, Visit, VisitRating
from huiying.cases.permissions import Requester
from huiying.lib.errors import NotPossible, gettext_noop

LINK_OVER = gettext_noop(
    "This link is no longer open. Please check your request by number and code."
)


def rate_by_link(callback: Callback, judgement: Judgement, *, now: datetime) -> Rating:
    """The holder of the link judges (K5). Raises NotPossible when it is over or used."""
    if now >= callback.token_until:
        raise NotPossible(LINK_OVER)
    return cases.rate(callback, judgement, by=Requester(callback.request_id), now=now)


def decline_by_link(callback: Callback, *, now: datetime) -> Callback:
    """The holder of the link does not want to be asked (K7). Raises NotPossible when it is over."""
    if now >= callback.token_until:
        raise NotPossible(LINK_OVER)
    return cases.decline(callback, by=Requester(callback.request_id), now=now)


def rate_visit(visit: Visit, impression: Impression, *, now: datetime) -> VisitRating:
    """Somebody judges a service at a counter by the code shown there."""
    return cases.rate_visit(visit, impression, now=now)
