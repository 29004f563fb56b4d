"""Matters for which the law has another route: passed on, looked after, ended or back (C34–C36)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from huiying.cases.actions.held import Held
from huiying.cases.actions.objections import uphold_all
from huiying.cases.actions.one_clock import start_on_request, stop_on_request
from huiying.cases.actions.parts import end_parts, recall_all
from huiying.cases.actions.reviewing import end_requests
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import (
    ClockKind,
    CloseReason,
    LegalEnd,
    LegalKind,
    LegalState,
    Step,
)
from huiying.cases.models import Case, LegalCheck, LegalRoute
from huiying.cases.rules.endings import route_is_dated
from huiying.cases.workflow.requests import LIVE
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people.models import Person


def to_legal(  # noqa: PLR0913 - route, body and proof make the step
    case: Case,
    *,
    by: Person,
    now: datetime,
    kind: LegalKind,
    body: str,
    proof: str,
    text: str,
    routed_on: date | None = None,
) -> Case:
    """Pass the matter to a legal route (C34). The requester reads which, and may object."""
    route_is_dated(kind, routed_on, today=local_date(now)).require()
    with step_on(Step.TO_LEGAL, case, by=by, now=now, text=text) as held:
        end_parts(held)
        recall_all(held)
        held.clocks.stop(*(kind for kind in ClockKind if kind is not ClockKind.HARD))
        held.case.lead_unit = None
        LegalRoute.objects.create(
            case=held.case,
            state=LegalState.OPEN,
            kind=kind,
            body=body,
            proof=proof,
            text=text,
            routed_on=routed_on,
            opened_at=now,
            opened_by_id=by.pk,
        )
        held.clocks.start(ClockKind.LEGAL_CHECK)
        for request in held.case.requests.filter(state__in=LIVE):
            start_on_request(request, ClockKind.OBJECTION, now=now)
    return case


def check_legal(case: Case, *, by: Person, now: datetime, text: str) -> Case:
    """A look at how far the legal body is; the next is due in sixty days."""
    with step_on(Step.CHECK_LEGAL, case, by=by, now=now, text=text) as held:
        LegalCheck.objects.create(route=_route(held), at=now, by_id=by.pk, text=text)
        held.clocks.stop(ClockKind.LEGAL_CHECK)
        held.clocks.start(ClockKind.LEGAL_CHECK)
    return case


def legal_done(case: Case, *, by: Person, now: datetime, end: LegalEnd, proof: str) -> Case:
    """The legal body took it over or ended it (C35); the requester may object anew."""
    with step_on(Step.LEGAL_DONE, case, by=by, now=now, text=proof) as held:
        _end(held, LegalState.DONE, by, end=end, end_proof=proof)
        held.case.close_reason = CloseReason.LEGAL
        for request in held.case.requests.all():
            stop_on_request(request, ClockKind.OBJECTION, now=now)
        end_requests(held)
    return case


def legal_declined(case: Case, *, by: Person, now: datetime, proof: str) -> Case:
    """The legal body declined, a rest remains, or the objection is upheld (C36)."""
    with step_on(Step.LEGAL_DECLINED, case, by=by, now=now, text=proof) as held:
        _end(held, LegalState.DECLINED, by, end_proof=proof)
        uphold_all(held, by=by, decision=proof)
        for request in held.case.requests.all():
            stop_on_request(request, ClockKind.OBJECTION, now=now)
        held.clocks.start(ClockKind.DISPATCH)
    return case


def _route(held: Held) -> LegalRoute:
    found = LegalRoute.objects.filter(case=held.case, state=LegalState.OPEN).first()
    if found is None:
        raise NotPossible(gettext_noop("This case is on no legal route."))
    return found


def _end(held: Held, state: LegalState, by: Person, **values: str) -> None:
    route = _route(held)
    route.state, route.ended_at, route.ended_by_id = state, held.now, by.pk
    for name, value in values.items():
        setattr(route, name, value)
    route.save()
    held.clocks.stop(ClockKind.LEGAL_CHECK)


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.TO_LEGAL: to_legal,
    Step.CHECK_LEGAL: check_legal,
    Step.LEGAL_DONE: legal_done,
    Step.LEGAL_DECLINED: legal_declined,
}
