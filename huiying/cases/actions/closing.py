"""After the closing: objection, spot check, withdrawal, archive (R12–R14, R21, C29–C32, C40, O1–O3)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huiying.audit import actions as audit
from huiying.audit.actions import Actor as Timer
from huiying.cases import workflow
from huiying.cases.actions.clocks import start_on_request, stop_on_request
from huiying.cases.actions.intake import _moved, _own, record, with_case_locked
from huiying.cases.actions.parts import end_parts
from huiying.cases.actions.publishing import take_down
from huiying.cases.actions.reviewing import next_round
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import ClockKind, Kind, ObjectionState, RequestState, Step
from huiying.cases.models import Case, Objection, Request
from huiying.cases.permissions import Requester, may_take_on_request
from huiying.cases.permissions.doors.joining import open_children
from huiying.cases.queries import requests_visible_to
from huiying.cases.workflow.cases import WITHDRAWABLE
from huiying.cases.workflow.requests import LIVE
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

OBJECTION_WAITS = gettext_noop("An objection waits for a decision.")
WINDOW_OVER = gettext_noop("The 15 days to object are over. Please send a new request.")


@transaction.atomic
def object_to(request: Request, *, by: Requester, now: datetime, text: str) -> Objection:
    """The requester objects to a closing or a refusal, within 15 days (O1)."""
    if by.request_id != request.pk:
        raise NotAllowed(gettext_noop("This request is somebody else's."))
    request = with_case_locked(request)
    if request.state not in (RequestState.CLOSED, RequestState.NOT_ACCEPTED):
        raise NotPossible(gettext_noop("There is no decision yet to object to."))
    if not request.clocks.filter(
        kind=ClockKind.OBJECTION, stopped_at__isnull=True, due__gt=now
    ).exists():
        raise NotPossible(WINDOW_OVER)
    if request.objections.filter(state=ObjectionState.FILED).exists():
        raise NotPossible(gettext_noop("Your objection is here already and will be answered."))
    start_on_request(request, ClockKind.DECIDE_OBJECTION, now=now)
    record(Step.OBJECT, request, by=by, now=now)
    refused = request.state == RequestState.NOT_ACCEPTED
    return Objection.objects.create(
        request=request,
        case=request.case,
        against=Step.REFUSE if refused else Step.CONCLUDE,
        text=text,
        state=ObjectionState.FILED,
        filed_at=now,
    )


def uphold(objection: Objection, *, by: Person, now: datetime, decision: str) -> Objection:
    """The objection is right (O2): the case is done again, or the request looked at afresh."""
    if objection.case is None:
        return _uphold_refused(objection, by=by, now=now, decision=decision)
    with step_on(Step.UPHOLD, objection.case, by=by, now=now, text=decision) as held:
        _decide(objection, ObjectionState.UPHELD, by=by, now=now, decision=decision)
        if held.lead is None:
            raise NotPossible(gettext_noop("The unit that did the work no longer has the case."))
        _reopen(held.case, by=by, now=now)
        next_round(held)
    return objection


def dismiss(objection: Objection, *, by: Person, now: datetime, decision: str) -> Objection:
    """The objection is not right (O3), with the reason."""
    if objection.case is None:
        with transaction.atomic():
            _may_decide_refused(objection, by=by, now=now)
            _decide(objection, ObjectionState.DISMISSED, by=by, now=now, decision=decision)
            record(Step.DISMISS, objection.request, by=by, now=now)
        return objection
    with step_on(Step.DISMISS, objection.case, by=by, now=now, text=decision):
        _decide(objection, ObjectionState.DISMISSED, by=by, now=now, decision=decision)
    return objection


def _may_decide_refused(objection: Objection, *, by: Person, now: datetime) -> None:
    request = objection.request
    if not requests_visible_to(by, now=now).filter(pk=request.pk).exists():
        raise NotAllowed(gettext_noop("This request is not within your reach."))
    may(by, Permission.DECIDE_OBJECTION, area=request.area_code, on=local_date(now)).require()
    if request.decided_by_id == by.pk:
        raise NotAllowed(gettext_noop("You took this decision; somebody else decides on it."))


@transaction.atomic
def _uphold_refused(objection: Objection, *, by: Person, now: datetime, decision: str) -> Objection:
    _may_decide_refused(objection, by=by, now=now)
    request = Request.objects.select_for_update().get(pk=objection.request_id)
    may_take_on_request(Step.UPHOLD_REFUSED, request, by=by, now=now).require()
    _decide(objection, ObjectionState.UPHELD, by=by, now=now, decision=decision)
    stop_on_request(request, ClockKind.OBJECTION, now=now)
    start_on_request(request, ClockKind.ACCEPT, now=now)
    _moved(Step.UPHOLD_REFUSED, request, by=by, now=now)
    return objection


def _decide(
    objection: Objection, state: ObjectionState, *, by: Person, now: datetime, decision: str
) -> None:
    filed = Objection.objects.filter(pk=objection.pk, state=ObjectionState.FILED)
    values = {"decided_at": now, "decided_by_id": by.pk, "decision": decision}
    if not filed.update(state=state, **values):
        raise NotPossible(gettext_noop("This objection has been decided already."))
    stop_on_request(objection.request, ClockKind.DECIDE_OBJECTION, now=now)
    objection.refresh_from_db()


def spot_check(case: Case, *, by: Person, now: datetime, finding: str) -> Case:
    """A check finds the closing false (C31): the case is done again."""
    with step_on(Step.SPOT_CHECK, case, by=by, now=now, text=finding) as held:
        _reopen(held.case, by=by, now=now)
        next_round(held)
    return case


def _reopen(case: Case, *, by: Person, now: datetime) -> None:
    case.closed_at, case.close_reason = None, ""
    for request in case.requests.all():
        stop_on_request(request, ClockKind.OBJECTION, now=now)
    take_down(case, by=audit.TIMER, now=now, why="")


@transaction.atomic
def withdraw(request: Request, *, by: Requester, now: datetime) -> Request:
    """The requester takes the request back (R12, R13); with the last one the case ends too (C29)."""
    request = _own(Step.WITHDRAW, request, by=by)
    case = request.case
    if case is not None and case.state not in WITHDRAWABLE:
        raise NotPossible(
            gettext_noop("A reply has been given, so the request can no longer be withdrawn.")
        )
    stop_on_request(request, ClockKind.ACCEPT, ClockKind.INFO, now=now)
    start_on_request(request, ClockKind.UNDO, now=now)
    _moved(Step.WITHDRAW, request, by=by, now=now)
    if case is not None and _ends_with(case):
        _withdraw_case(case, now=now)
    return request


def _withdraw_case(case: Case, *, now: datetime) -> None:
    with step_on(Step.WITHDRAW_CASE, case, by=audit.TIMER, now=now) as held:
        end_parts(held)
        held.clocks.stop(*ClockKind)
        held.case.closed_at = now
    end_children(case, now=now)


@transaction.atomic
def end_children(case: Case, *, now: datetime) -> None:
    """What was split off ends with the whole, when that is withdrawn or terminated (2.8)."""
    for child in case.children.filter(state__in=workflow.ROWS_BY_NUMBER["C29"].sources):
        _withdraw_case(child, now=now)


def _ends_with(case: Case) -> bool:
    """C29: the case ends with its last live request; a report of wrongdoing is looked into all the same."""
    return case.kind != Kind.TIP_OFF and not case.requests.filter(state__in=LIVE).exists()


@transaction.atomic
def undo_withdrawal(request: Request, *, by: Requester, now: datetime) -> Request:
    """The requester changes their mind within 15 days (R14); it goes through acceptance again."""
    request = _own(Step.UNDO_WITHDRAWAL, request, by=by)
    if not request.clocks.filter(
        kind=ClockKind.UNDO, stopped_at__isnull=True, due__gt=now
    ).exists():
        raise NotPossible(
            gettext_noop("The 15 days to take it back are over. Please send a new request.")
        )
    if request.case is not None and request.accused_unit_id is None:
        # Whom staff named on the case must not meet the request at intake either (P4).
        named = request.case.accused.filter(unit__isnull=False).values_list("unit_id", flat=True)
        request.accused_unit_id = named.first()
    request.case = None
    stop_on_request(request, ClockKind.UNDO, now=now)
    start_on_request(request, ClockKind.ACCEPT, now=now)
    return _moved(Step.UNDO_WITHDRAWAL, request, by=by, now=now, fields=["case", "accused_unit"])


@transaction.atomic
def archive_request(request: Request, *, by: Timer, now: datetime) -> Request:
    """A request without a case whose windows are over (R21)."""
    request = Request.objects.select_for_update().get(pk=request.pk)
    workflow.can_take("request", Step.ARCHIVE, request.state).require()
    if request.objections.filter(state=ObjectionState.FILED).exists():
        raise NotPossible(OBJECTION_WAITS)
    stop_on_request(request, ClockKind.OBJECTION, ClockKind.UNDO, ClockKind.REOPEN, now=now)
    return _moved(Step.ARCHIVE, request, by=by, now=now)


def archive(case: Case, *, by: Timer, now: datetime) -> Case:
    """Freeze a finished case once every window is over and nothing is pending (C40, R21)."""
    with step_on(Step.ARCHIVE, case, by=by, now=now) as held:
        if held.case.is_supervised:
            raise NotPossible(gettext_noop("The case is under supervision; lift that first."))
        windows = (ClockKind.OBJECTION, ClockKind.UNDO)
        for request in held.case.requests.all():
            running = request.clocks.filter(kind__in=windows, stopped_at__isnull=True)
            if running.filter(Q(due__gt=now) | Q(is_provisional=True)).exists():
                raise NotPossible(gettext_noop("A window for objections is still open."))
            stop_on_request(request, *windows, now=now)
        if open_children(held.case):
            raise NotPossible(gettext_noop("A part of the case is still open."))
        if held.case.objections.filter(state=ObjectionState.FILED).exists():
            raise NotPossible(OBJECTION_WAITS)
    return case


def _on_objection(action: Callable[..., object]) -> Callable[..., object]:
    def act(case: Case, **inputs: object) -> object:
        filed = Objection.objects.filter(case=case, state=ObjectionState.FILED).first()
        if filed is None:
            raise NotPossible(gettext_noop("No objection waits for a decision."))
        return action(filed, **inputs)

    return act


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.SPOT_CHECK: spot_check,
    Step.UPHOLD: _on_objection(uphold),
    Step.DISMISS: _on_objection(dismiss),
}
