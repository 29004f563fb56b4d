"""A request joins a matter that is there already (R11), or is told how it was decided (R23)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from huiying.cases.actions.dangers import settle_danger
from huiying.cases.actions.held import Held
from huiying.cases.actions.moving import hold, move_on
from huiying.cases.actions.one_clock import start_on_request, stop_on_request
from huiying.cases.actions.reviewing import ask
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import CaseState, ClockKind, Kind, RequestState, Step
from huiying.cases.models import Accused, Case, Request
from huiying.cases.permissions.doors.joining import DECIDED
from huiying.cases.permissions.doors.reviewing import callable_requests
from huiying.cases.queries import case_called, parties_of, visible_to
from huiying.cases.queries.parties import handlers_of
from huiying.cases.rules.joining import Side, may_join
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.queries import unit_ancestors
from huiying.people.models import Person

NOT_DECIDED = gettext_noop("That matter is not decided yet. Attach the request to it instead.")
ANOTHER_PERSON = gettext_noop(
    "The result is told to the person who asked before. Accept another person's request as a new case."
)


def attach(
    request: Request,
    *,
    by: Person,
    now: datetime,
    case_no: str,
    text: str = "",
    same_person: bool = False,
) -> Request:
    """One more voice on an open case (R11); its clocks go on unchanged.

    The person is told in the same step where it stands. Where the reply is released already it is
    theirs at once, with a callback of their own (R15). `same_person`: the clerk knows it is a repeat.
    """
    case = case_called(case_no, by, now=now)
    with step_on(Step.ATTACH, case, by=by, now=now, text=text) as held:
        request = hold(Step.ATTACH, request, by=by, now=now)
        join(held, request)
        request.is_repeat = same_person or has_asked(held.case, request)
        request.case, request.category_id = held.case, held.case.category_id
        stop_on_request(request, ClockKind.ACCEPT, now=now)
        fields = ["case", "category", "is_repeat"]
        request = move_on(Step.ATTACH, request, by=by, now=now, fields=fields)
        settle_danger(request, priority=held.case.priority, by=by, now=now)
        held.data["request"] = request.pk
        if held.case.state == CaseState.PENDING_CALLBACK:
            _answered_already(held, request)
        open_windows(held.case, [request], now=now)
    return request


def join(held: Held, request: Request) -> None:
    """Whether the request may be heard in this case (I11, I12), and what it brings with it."""
    accused = {request.accused_unit_id} if request.accused_unit_id else set()
    side = Side(Kind(request.kind), request.is_confidential, accused=accused)
    may_join(side, side_of(held.case), handling_lines=handling_lines(held.case)).require()
    accuse_too(held, accused)
    held.case.is_confidential |= request.is_confidential


def open_windows(case: Case, requests: Iterable[Request], *, now: datetime) -> None:
    """Who comes to a case on a legal route may object to that from now on (2.8, O1)."""
    if case.state == CaseState.SUSPENDED_LEGAL:
        for request in requests:
            start_on_request(request, ClockKind.OBJECTION, now=now)


def side_of(case: Case) -> Side:
    """A case as one of two that are to be joined."""
    accused = parties_of(case).accused_units
    return Side(Kind(case.kind), case.is_confidential, handlers_of(case), accused)


def handling_lines(case: Case) -> frozenset[int]:
    return unit_ancestors(handlers_of(case))


def accuse_too(held: Held, units: Iterable[int]) -> None:
    """Whom one voice complains about, the whole case keeps away from."""
    for unit in sorted(units):
        Accused.objects.get_or_create(case=held.case, unit_id=unit)
        held.case.has_accused = True


def has_asked(case: Case, request: Request) -> bool:
    """Whether the same person speaks on the case already: by the telephone, or proved."""
    mine = case.requests.exclude(pk=request.pk)
    if request.earlier_id and mine.filter(pk=request.earlier_id).exists():
        return True
    return bool(request.contact_phone) and mine.filter(contact_phone=request.contact_phone).exists()


def _answered_already(held: Held, request: Request) -> None:
    """The reply was released before this voice came: it has it at once (R15)."""
    request.state, request.state_since = RequestState.REPLIED, held.now
    request.save(update_fields=["state", "state_since"])
    ask(held, [each for each in callable_requests(held.case) if each.pk == request.pk])


@transaction.atomic
def tell_result(
    request: Request,
    *,
    by: Person,
    now: datetime,
    case_no: str,
    text: str,
    same_person: bool = False,
) -> Request:
    """The same person asks again about a decided matter, with nothing new (R23): tell the result."""
    case = visible_to(by, now=now).get(pk=case_called(case_no, by, now=now).pk)
    if case.state not in DECIDED:
        raise NotPossible(NOT_DECIDED)
    request = hold(Step.TELL_RESULT, request, by=by, now=now)
    if not (same_person or has_asked(case, request)):
        raise NotPossible(ANOTHER_PERSON)
    request.repeat_of, request.is_repeat = case, True
    request.answer, request.decided_by_id = text, by.pk
    stop_on_request(request, ClockKind.ACCEPT, now=now)
    start_on_request(request, ClockKind.OBJECTION, now=now)
    fields = ["repeat_of", "is_repeat", "answer", "decided_by_id"]
    return move_on(Step.TELL_RESULT, request, by=by, now=now, fields=fields)


REQUEST_STEPS: Mapping[Step, Callable[..., object]] = {
    Step.ATTACH: attach,
    Step.TELL_RESULT: tell_result,
}
