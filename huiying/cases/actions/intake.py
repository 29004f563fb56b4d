"""What becomes of a request before it is a case: details asked for, refused, answered at once."""

from datetime import datetime

from django.db import transaction

from huiying.audit.actions import Actor as Timer
from huiying.audit.queries import events_of
from huiying.cases import workflow
from huiying.cases.actions.dangers import raise_again
from huiying.cases.actions.moving import hold, hold_own, move_on, record
from huiying.cases.actions.one_clock import resume, start_on_request, stop_on_request
from huiying.cases.choices import ClockKind, RefusalReason, RequestState, Step
from huiying.cases.models import Request
from huiying.cases.permissions import Requester
from huiying.cases.rules.intake import reminded_in_time
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.queries import calendar_for
from huiying.people.models import Person
from huiying.search import actions as search

SAYING_OVER = gettext_noop("The 15 days to say so are over. Please ask again.")
COMPLETION_OVER = gettext_noop("The 15 days to add it are over. Please send a new request.")


@transaction.atomic
def ask_info(request: Request, *, by: Person, now: datetime, missing: str) -> Request:
    """Ask the requester for what is missing before accepting (R2); the accept clock waits."""
    request = hold(Step.ASK_INFO, request, by=by, now=now)
    request.asked, request.ask_rounds = missing, request.ask_rounds + 1
    request.reminded_at = None
    request.clocks.filter(kind=ClockKind.ACCEPT, stopped_at__isnull=True).update(paused_at=now)
    start_on_request(request, ClockKind.INFO, now=now)
    return move_on(
        Step.ASK_INFO, request, by=by, now=now, fields=["asked", "ask_rounds", "reminded_at"]
    )


@transaction.atomic
def supply(request: Request, *, by: Requester, now: datetime, text: str) -> Request:
    """The requester gives what was missing (R3), also within the completion window (R5)."""
    request = hold_own(Step.SUPPLY, request, by=by)
    if request.state == RequestState.NOT_COMPLETED:
        _in_window(request, ClockKind.REOPEN, COMPLETION_OVER, now=now)
    paused = request.clocks.filter(kind=ClockKind.ACCEPT, stopped_at__isnull=True).first()
    stop_on_request(request, ClockKind.INFO, ClockKind.REOPEN, now=now)
    if paused is not None:
        resume(paused, now=now)
    else:
        start_on_request(request, ClockKind.ACCEPT, now=now)
    request.text = f"{request.text}\n\n{text}"
    search.index("request", request.pk, f"{request.title} {request.text} {request.place}")
    raise_again(request, text, now=now)
    return move_on(Step.SUPPLY, request, by=by, now=now, fields=["text"])


@transaction.atomic
def remind_info(request: Request, *, by: Timer, now: datetime) -> Request:
    """A reminder of the details at least a working day before their time is over (R4)."""
    request = Request.objects.select_for_update().get(pk=request.pk)
    workflow.can_take("request", Step.LAPSE_INFO, request.state).require()
    request.reminded_at = now
    request.save(update_fields=["reminded_at"])
    record(Step.REMIND_INFO, request, by=by, now=now)
    return request


@transaction.atomic
def lapse_info(request: Request, *, by: Timer, now: datetime) -> Request:
    """Nothing came in five working days (R4), and a working day after the reminder: closed, to be
    reopened within 15 days."""
    request = Request.objects.select_for_update().get(pk=request.pk)
    workflow.can_take("request", Step.LAPSE_INFO, request.state).require()
    calendar = calendar_for(request.area_code).provisional_twin()
    if not reminded_in_time(request.reminded_at, now, calendar):
        raise NotPossible(gettext_noop("The requester was not reminded a working day before."))
    stop_on_request(request, ClockKind.ACCEPT, ClockKind.INFO, now=now)
    start_on_request(request, ClockKind.REOPEN, now=now)
    return move_on(Step.LAPSE_INFO, request, by=by, now=now)


@transaction.atomic
def refuse(
    request: Request, *, by: Person, now: datetime, reason: RefusalReason, route: str
) -> Request:
    """Not accepted (R6): with the reason and the proper channel, open to objection for 15 days."""
    request = hold(Step.REFUSE, request, by=by, now=now)
    request.refusal, request.answer, request.decided_by_id = reason, route, by.pk
    stop_on_request(request, ClockKind.ACCEPT, now=now)
    start_on_request(request, ClockKind.OBJECTION, now=now)
    fields = ["refusal", "answer", "decided_by_id"]
    return move_on(Step.REFUSE, request, by=by, now=now, fields=fields)


@transaction.atomic
def answer(request: Request, *, by: Person, now: datetime, text: str) -> Request:
    """Answered at once at intake (R8); not for complaints and reports of wrongdoing."""
    request = hold(Step.ANSWER, request, by=by, now=now)
    request.answer, request.decided_by_id = text, by.pk
    stop_on_request(request, ClockKind.ACCEPT, now=now)
    start_on_request(request, ClockKind.OBJECTION, now=now)
    return move_on(Step.ANSWER, request, by=by, now=now, fields=["answer", "decided_by_id"])


@transaction.atomic
def not_answered(request: Request, *, by: Requester, now: datetime, text: str) -> Request:
    """The direct answer did not answer it (R9), once."""
    request = hold_own(Step.NOT_ANSWERED, request, by=by)
    _in_window(request, ClockKind.OBJECTION, SAYING_OVER, now=now)
    if said_not_answered(request):
        raise NotPossible(gettext_noop("You said so once already. Please send a new request."))
    stop_on_request(request, ClockKind.OBJECTION, now=now)
    start_on_request(request, ClockKind.ACCEPT, now=now)
    request.text = f"{request.text}\n\n{text}"
    search.index("request", request.pk, f"{request.title} {request.text} {request.place}")
    raise_again(request, text, now=now)
    return move_on(Step.NOT_ANSWERED, request, by=by, now=now, fields=["text"])


def said_not_answered(request: Request) -> bool:
    """R9 is open once; other ways back to acceptance do not use it up."""
    said = events_of(f"request:{request.pk}").filter(kind=f"request.{Step.NOT_ANSWERED}")
    return said.exists()


def _in_window(request: Request, kind: ClockKind, over: str, *, now: datetime) -> None:
    """Raises NotPossible unless the requester's time for this step still runs."""
    if not request.clocks.filter(kind=kind, stopped_at__isnull=True, due__gt=now).exists():
        raise NotPossible(over)
