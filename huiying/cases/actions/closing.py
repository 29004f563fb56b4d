"""After the closing: spot check, withdrawal, archive (R12–R14, R21, C29–C31, C40)."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huiying.audit import actions as audit
from huiying.audit.actions import Actor as Timer
from huiying.cases import workflow
from huiying.cases.actions.moving import hold_own, move_on, with_case_locked
from huiying.cases.actions.objections import reopen
from huiying.cases.actions.one_clock import start_on_request, stop_on_request
from huiying.cases.actions.parts import end_parts
from huiying.cases.actions.reviewing import next_round
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import CaseState, ClockKind, Kind, ObjectionState, Step
from huiying.cases.choices.appealing import AppealState
from huiying.cases.models import Case, PublicInterest, Request
from huiying.cases.permissions import By, Requester, may_take_on_request
from huiying.cases.permissions.doors.joining import open_children
from huiying.cases.workflow.cases import WITHDRAWABLE
from huiying.cases.workflow.requests import LIVE
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people.models import Person

REPLIED = gettext_noop("A reply has been given, so the request can no longer be withdrawn.")
OBJECTION_WAITS = gettext_noop("An objection waits for a decision.")


def spot_check(
    case: Case, *, by: Person, now: datetime, finding: str, redo: Collection[int] = ()
) -> Case:
    """A check finds the closing false (C31): the case is done again."""
    with step_on(Step.SPOT_CHECK, case, by=by, now=now, text=finding) as held:
        reopen(held.case, now=now)
        next_round(held, redo)
    return case


@transaction.atomic
def withdraw(request: Request, *, by: Requester, now: datetime) -> Request:
    """The requester takes the request back (R12, R13); with the last one the case ends too (C29)."""
    return _withdraw(hold_own(Step.WITHDRAW, request, by=by), by=by, now=now)


@transaction.atomic
def record_withdrawal(request: Request, *, by: Person, now: datetime, text: str) -> Request:
    """Staff write down that the person took it back (R12, R13). The person is told by message at once
    and may undo it; who handles the case never writes this down."""
    request = with_case_locked(request)
    may_take_on_request(Step.RECORD_WITHDRAWAL, request, by=by, now=now).require()
    kind, subject = f"request.{Step.RECORD_WITHDRAWAL}", f"request:{request.pk}"
    audit.record(kind, subject, by=by, now=now, reason=text)
    return _withdraw(request, by=by, now=now)


def _withdraw(request: Request, *, by: By, now: datetime) -> Request:
    case = request.case
    if case is not None and case.state not in WITHDRAWABLE:
        raise NotPossible(REPLIED)
    stop_on_request(request, ClockKind.ACCEPT, ClockKind.INFO, now=now)
    start_on_request(request, ClockKind.UNDO, now=now)
    move_on(Step.WITHDRAW, request, by=by, now=now)
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
    """What was split off ends with the whole, when that is withdrawn or terminated (2.8); not a part
    that a supervisor marked as of public interest, nor one on which others wait for an answer (I3), nor
    a report of wrongdoing that somebody withdrew (C29). One under review is closed by that (C22)."""
    marked = PublicInterest.objects.values("case_id")
    open_ones = case.children.filter(state__in=WITHDRAWABLE).exclude(pk__in=marked)
    if case.state == CaseState.WITHDRAWN:
        open_ones = open_ones.exclude(kind=Kind.TIP_OFF)
    for child in open_ones.exclude(requests__state__in=LIVE):
        _withdraw_case(child, now=now)


def _ends_with(case: Case) -> bool:
    """C29: the case ends with its last live request; a report of wrongdoing, and what a
    supervisor marked as of public interest, is looked into all the same."""
    if case.kind == Kind.TIP_OFF or case.requests.filter(state__in=LIVE).exists():
        return False
    return not PublicInterest.objects.filter(case=case).exists()


@transaction.atomic
def undo_withdrawal(request: Request, *, by: Requester, now: datetime) -> Request:
    """The requester changes their mind within 15 days (R14); it goes through acceptance again."""
    request = hold_own(Step.UNDO_WITHDRAWAL, request, by=by)
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
    return move_on(Step.UNDO_WITHDRAWAL, request, by=by, now=now, fields=["case", "accused_unit"])


@transaction.atomic
def archive_request(request: Request, *, by: Timer, now: datetime) -> Request:
    """A request without a case whose windows are over (R21)."""
    request = Request.objects.select_for_update().get(pk=request.pk)
    workflow.can_take("request", Step.ARCHIVE, request.state).require()
    if request.objections.filter(state=ObjectionState.FILED).exists():
        raise NotPossible(OBJECTION_WAITS)
    stop_on_request(request, ClockKind.OBJECTION, ClockKind.UNDO, ClockKind.REOPEN, now=now)
    return move_on(Step.ARCHIVE, request, by=by, now=now)


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
        if held.case.appeals.filter(state=AppealState.FILED).exists():
            raise NotPossible(gettext_noop("An appeal of a unit waits for a decision."))
    return case


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.SPOT_CHECK: spot_check,
}
REQUEST_STEPS: Mapping[Step, Callable[..., object]] = {Step.RECORD_WITHDRAWAL: record_withdrawal}
