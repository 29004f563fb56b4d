"""A requester asks how far it is (催办). It moves nothing, but it is heard and counted."""

from datetime import datetime

from django.db import transaction

from huiying.audit.queries import events_of
from huiying.cases.actions.moving import record, with_case_locked
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import Step
from huiying.cases.models import Request
from huiying.cases.permissions import Requester
from huiying.cases.rules.urging import may_urge
from huiying.cases.workflow.cases import BEFORE_REPLY
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.organisations.queries import calendar_for


@transaction.atomic
def urge(request: Request, *, by: Requester, now: datetime) -> Request:
    """Ask how far it is; at most once in two working days, five times in all."""
    if by.request_id != request.pk:
        raise NotAllowed(gettext_noop("This request is somebody else's."))
    known = with_case_locked(request)
    if known.case is None or known.case.state not in BEFORE_REPLY:
        raise NotPossible(gettext_noop("Nobody is working on an answer just now."))
    asked = urged_on(known)
    calendar = calendar_for(known.area_code).provisional_twin()
    may_urge([local_date(each) for each in asked], local_date(now), calendar).require()
    with step_on(Step.URGE, known.case, by=by, now=now):
        record(Step.URGE, known, by=by, now=now)
    return known


def urged_on(request: Request) -> list[datetime]:
    """When the requester asked before."""
    said = events_of(f"request:{request.pk}").filter(kind=f"request.{Step.URGE}")
    return list(said.values_list("at", flat=True))
