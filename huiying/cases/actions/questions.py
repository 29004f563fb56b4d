"""Asking the requester while the handle clock waits, and what ends the waiting (Q1-Q3, 3.5)."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiying.audit.actions import Actor as Timer
from huiying.cases.actions.held import Held
from huiying.cases.actions.moving import with_case_locked
from huiying.cases.actions.one_clock import resume
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import ClockKind, Priority, QuestionState, Step
from huiying.cases.models import Case, Question, Request
from huiying.cases.permissions import Requester
from huiying.cases.permissions.doors.questions import NOTHING_OPEN
from huiying.cases.queries import active_matrix
from huiying.cases.queries.questions import asked_before, can_be_asked, open_question
from huiying.cases.queries.ways import way_to_ask
from huiying.cases.rules import questions as rules
from huiying.cases.rules.extensions import NEVER
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.workdays import Limit, Unit
from huiying.notifications.actions import Address, send
from huiying.notifications.choices import Code
from huiying.notifications.models import Message
from huiying.organisations.queries import calendar_for
from huiying.people.models import Person


def ask_question(
    case: Case, *, by: Person, now: datetime, text: str, request: Request | None = None
) -> Case:
    """Ask one requester (Q1). The handle clock waits, but never where every hour counts, nor when it
    is late already."""
    with step_on(Step.ASK_QUESTION, case, by=by, now=now, text=text) as held:
        asked = _whom(held.case, request)
        clock = held.clocks.start(ClockKind.QUESTION, limit=_rest(held))
        _pause(held)
        question = Question(
            assignment=held.the_lead,
            request=asked,
            state=QuestionState.OPEN,
            text=text,
            asked_at=now,
            asked_by_id=by.pk,
            token=secrets.token_urlsafe(32),
        )
        question.message = _sent(question, held)
        question.save(force_insert=True)
        held.data["until"] = clock.due
    return case


def _whom(case: Case, request: Request | None) -> Request:
    reachable = can_be_asked(case)
    if request is None:
        return reachable[0]
    if request not in reachable:
        raise NotPossible(
            gettext_noop("This requester left no mobile number and no e-mail address.")
        )
    return request


def _rest(held: Held) -> Limit:
    """What is left of the days that a case may wait in all."""
    limit = active_matrix(held.now).limit(Priority(held.case.priority), ClockKind.QUESTION)
    _, waited = asked_before(held.case)
    return Limit(limit.amount - waited, Unit.WD)


def _pause(held: Held) -> None:
    handle = held.clocks.find(ClockKind.HANDLE)
    if handle is None or Priority(held.case.priority) in NEVER or held.now >= handle.due:
        return
    handle.paused_at = held.now
    handle.save(update_fields=["paused_at"])


def _sent(question: Question, held: Held) -> Message:
    request = question.request
    way = way_to_ask(request)
    assert way is not None, "who is asked was picked among those who can be"
    return send(
        Code.QUESTION,
        to=Address(*way),
        values={
            "number": request.receipt_no,
            "unit": held.the_lead.unit.name,
            "link": f"{settings.HUIYING_PUBLIC_URL}/q/{question.token}",
        },
        about=f"request:{request.pk}",
        now=held.now,
        language=request.language,
    )


@transaction.atomic
def answer_question(request: Request, *, by: Requester, now: datetime, text: str) -> Question:
    """The requester answers (Q2): the clock runs again from the day of the answer."""
    if by.request_id != request.pk:
        raise NotAllowed(gettext_noop("This request is somebody else's."))
    with_case_locked(request)
    question = Question.objects.filter(request=request, state=QuestionState.OPEN).first()
    if question is None:
        raise NotPossible(NOTHING_OPEN)
    case = question.assignment.case
    with step_on(Step.ANSWER_QUESTION, case, by=by, now=now, text=text) as held:
        question.answer = text
        _end(held, question, QuestionState.ANSWERED)
    return question


def lapse_question(case: Case, *, by: Person | Timer, now: datetime, text: str = "") -> Case:
    """No answer in time, or taken back (Q3): the clock runs again; the case never closes over it."""
    with step_on(Step.LAPSE_QUESTION, case, by=by, now=now, text=text) as held:
        question = open_question(held.lead)
        if question is None:
            raise NotPossible(NOTHING_OPEN)
        _end(held, question, QuestionState.LAPSED)
    return case


def _end(held: Held, question: Question, state: QuestionState) -> None:
    clock, handle = held.clocks.find(ClockKind.QUESTION), held.clocks.find(ClockKind.HANDLE)
    ended = rules.ends_at(held.now, clock.due) if clock else held.now
    if handle is not None and handle.paused_at is not None:
        calendar = calendar_for(held.case.area_code).provisional_twin()
        question.waited = rules.waited(handle.paused_at, ended, calendar)
        resume(handle, now=ended)
        held.set_lead(due=handle.due)
        held.promise(handle.due)
    question.state, question.ended_at = state, held.now
    question.save()
    held.clocks.stop(ClockKind.QUESTION)


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.ASK_QUESTION: ask_question,
    Step.LAPSE_QUESTION: lapse_question,
}
