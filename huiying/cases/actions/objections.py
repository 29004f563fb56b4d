"""The requester disagrees with a decision; somebody who had no part in it decides (O1–O3, R7)."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from huiying.audit import actions as audit
from huiying.cases.actions.held import Held
from huiying.cases.actions.moving import hold, move_on, record, with_case_locked
from huiying.cases.actions.one_clock import start_on_request, stop_on_request
from huiying.cases.actions.publishing import take_down
from huiying.cases.actions.reviewing import next_round
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import ClockKind, ObjectionState, PublicState, Step
from huiying.cases.models import Case, Objection, PublicVersion, Request
from huiying.cases.permissions import Requester
from huiying.cases.rules.objections import decision_objected_to, public_window_ends
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.organisations.queries import calendar_for
from huiying.people.models import Person

WINDOW_OVER = gettext_noop("The 15 days to object are over. Please send a new request.")
NO_DECISION = gettext_noop("There is no decision yet to object to.")
NONE_WAITS = gettext_noop("No objection waits for a decision.")
BARRED = gettext_noop(
    "Your objection to this was decided already. If something new has happened, please send a new request."
)


def object_to(request: Request, *, by: Requester, now: datetime, text: str) -> Objection:
    """Object to a closing, refusal, termination or legal route, within 15 days of it (O1)."""
    with transaction.atomic():
        request = _own(request, by)
        state = request.case.state if request.case else ""
        against = decision_objected_to(request.state, state)
        if against is None:
            raise NotPossible(NO_DECISION)
        window = request.clocks.filter(kind=ClockKind.OBJECTION).order_by("id").last()
        if window is not None and _dismissed(request, against, since=window.started_at):
            raise NotPossible(BARRED)
        if window is None or window.stopped_at is not None or window.due <= now:
            raise NotPossible(WINDOW_OVER)
        return _file(Step.OBJECT, request, against, by=by, now=now, text=text)


def object_public(request: Request, *, by: Requester, now: datetime, text: str) -> Objection:
    """Object to how the matter was published, within 15 days of that (O1: redaction)."""
    with transaction.atomic():
        request = _own(request, by)
        shown = PublicVersion.objects.filter(case=request.case, state=PublicState.PUBLISHED)
        version = shown.first() if request.case_id else None
        if version is None or version.published_at is None:
            raise NotPossible(gettext_noop("Nothing of this is published."))
        calendar = calendar_for(request.area_code).provisional_twin()
        if _dismissed(request, Step.PUBLISH, since=version.published_at):
            raise NotPossible(BARRED)
        if now >= public_window_ends(version.published_at, calendar):
            raise NotPossible(WINDOW_OVER)
        return _file(Step.OBJECT_PUBLIC, request, Step.PUBLISH, by=by, now=now, text=text)


def _own(request: Request, by: Requester) -> Request:
    if by.request_id != request.pk:
        raise NotAllowed(gettext_noop("This request is somebody else's."))
    return with_case_locked(request)


def _dismissed(request: Request, against: Step, *, since: datetime) -> bool:
    """The same facts are not looked at a second time (O3)."""
    same = request.objections.filter(against=against, state=ObjectionState.DISMISSED)
    return same.filter(filed_at__gte=since).exists()


def _file(
    step: Step, request: Request, against: Step, *, by: Requester, now: datetime, text: str
) -> Objection:
    if request.objections.filter(state=ObjectionState.FILED).exists():
        raise NotPossible(gettext_noop("Your objection is here already and will be answered."))
    start_on_request(request, ClockKind.DECIDE_OBJECTION, now=now)
    record(step, request, by=by, now=now)
    return Objection.objects.create(
        request=request,
        case=request.case,
        against=against,
        text=text,
        state=ObjectionState.FILED,
        filed_at=now,
    )


def uphold(
    case: Case, *, by: Person, now: datetime, decision: str, redo: Collection[int] = ()
) -> Case:
    """The objection to the closing is right (O2, C32): the same unit does it again."""
    with step_on(Step.UPHOLD, case, by=by, now=now, text=decision) as held:
        uphold_all(held, by=by, decision=decision)
        if held.lead is None:
            raise NotPossible(gettext_noop("The unit that did the work no longer has the case."))
        reopen(held.case, now=now)
        next_round(held, redo)
    return case


def uphold_terminated(case: Case, *, by: Person, now: datetime, decision: str) -> Case:
    """The objection to the termination is right (C38): back to dispatch, the same unit proposed."""
    with step_on(Step.UPHOLD_TERMINATED, case, by=by, now=now, text=decision) as held:
        uphold_all(held, by=by, decision=decision)
        reopen(held.case, now=now)
        held.case.lead_unit = None
        held.clocks.start(ClockKind.DISPATCH)
    return case


def uphold_public(case: Case, *, by: Person, now: datetime, decision: str) -> Case:
    """The objection to the publication is right (O2, B3): it is taken down."""
    with step_on(Step.UPHOLD_PUBLIC, case, by=by, now=now, text=decision) as held:
        filed = _filed(held.case).filter(against=Step.PUBLISH)
        if not _decide(filed, ObjectionState.UPHELD, by=by, now=now, decision=decision):
            raise NotPossible(NONE_WAITS)
        take_down(held.case, by=by, now=now, why=decision[:300])
    return case


def dismiss(case: Case, *, by: Person, now: datetime, decision: str) -> Case:
    """The oldest objection on the case is not right (O3), with the reason; it is told."""
    with step_on(Step.DISMISS, case, by=by, now=now, text=decision) as held:
        oldest = _filed(held.case).order_by("id").first()
        if oldest is None:
            raise NotPossible(NONE_WAITS)
        only = Objection.objects.filter(pk=oldest.pk)
        _decide(only, ObjectionState.DISMISSED, by=by, now=now, decision=decision)
        if oldest.against != Step.PUBLISH:
            stop_on_request(oldest.request, ClockKind.OBJECTION, now=now)
        held.data["objection"] = oldest.pk
    return case


def uphold_all(held: Held, *, by: Person, decision: str) -> None:
    """What reopens a case upholds every objection that waits on it, but those to the publication."""
    filed = _filed(held.case).exclude(against=Step.PUBLISH)
    _decide(filed, ObjectionState.UPHELD, by=by, now=held.now, decision=decision)


def _filed(case: Case) -> QuerySet[Objection]:
    return Objection.objects.filter(case=case, state=ObjectionState.FILED)


def _decide(
    filed: QuerySet[Objection],
    state: ObjectionState,
    *,
    by: Person,
    now: datetime,
    decision: str,
) -> int:
    found = list(filed.select_related("request"))
    for each in found:
        stop_on_request(each.request, ClockKind.DECIDE_OBJECTION, now=now)
    decided = Objection.objects.filter(pk__in=[each.pk for each in found])
    return decided.update(state=state, decided_at=now, decided_by_id=by.pk, decision=decision[:500])


def reopen(case: Case, *, now: datetime) -> None:
    """What was closed is open again: no window runs, nothing of it is public."""
    case.closed_at, case.close_reason = None, ""
    for request in case.requests.all():
        stop_on_request(request, ClockKind.OBJECTION, now=now)
    take_down(case, by=audit.TIMER, now=now, why="")


@transaction.atomic
def uphold_refused(request: Request, *, by: Person, now: datetime, decision: str) -> Request:
    """The objection to a refusal is right (R7): intake looks at it afresh."""
    request = hold(Step.UPHOLD_REFUSED, request, by=by, now=now)
    _decide(_on(request), ObjectionState.UPHELD, by=by, now=now, decision=decision)
    stop_on_request(request, ClockKind.OBJECTION, now=now)
    start_on_request(request, ClockKind.ACCEPT, now=now)
    return move_on(Step.UPHOLD_REFUSED, request, by=by, now=now)


@transaction.atomic
def dismiss_refused(request: Request, *, by: Person, now: datetime, decision: str) -> Request:
    """The objection to a refusal is not right (O3)."""
    request = hold(Step.DISMISS_REFUSED, request, by=by, now=now)
    _decide(_on(request), ObjectionState.DISMISSED, by=by, now=now, decision=decision)
    stop_on_request(request, ClockKind.OBJECTION, now=now)
    record(Step.DISMISS_REFUSED, request, by=by, now=now)
    return request


def _on(request: Request) -> QuerySet[Objection]:
    return Objection.objects.filter(request=request, state=ObjectionState.FILED)


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.UPHOLD: uphold,
    Step.UPHOLD_TERMINATED: uphold_terminated,
    Step.UPHOLD_PUBLIC: uphold_public,
    Step.DISMISS: dismiss,
}
REQUEST_STEPS: Mapping[Step, Callable[..., object]] = {
    Step.UPHOLD_REFUSED: uphold_refused,
    Step.DISMISS_REFUSED: dismiss_refused,
}
