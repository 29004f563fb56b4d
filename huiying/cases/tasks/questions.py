"""Answers reach the unit; questions that nobody answers lapse; urging is heard."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.utils.translation import gettext, override

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.cases.actions.questions import lapse_question
from huiying.cases.choices import ClockKind, QuestionState
from huiying.cases.models import Question
from huiying.cases.presenters import due_words
from huiying.cases.tasks.telling import case_of, staff_of
from huiying.cases.tasks.windows import BATCH, over
from huiying.lib.errors import NotPossible
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code, MessageState

CHINESE = "zh-hans"


def question_answered(event: Event, now: datetime) -> None:
    _unit_told(Code.ANSWERED, event, now)


def question_lapsed(event: Event, now: datetime) -> None:
    _unit_told(Code.NOT_ANSWERED, event, now)


def urged(event: Event, now: datetime) -> None:
    """The people of the unit learn that the requester asks how far it is."""
    _unit_told(Code.URGED, event, now)


def _unit_told(code: Code, event: Event, now: datetime) -> None:
    case = case_of(event)
    if case.lead_unit is not None:
        values = {"number": case.case_no, "due": due_words(case.promised_due) or "—"}
        tell(code, staff_of(case.lead_unit, now), values=values, about=case.subject, now=now)


def lapsed(now: datetime) -> Iterator[object]:
    """The days for waiting are used up, or the message never reached the telephone."""
    for clock in over(ClockKind.QUESTION, now).select_related("case")[:BATCH]:
        with suppress(NotPossible):
            if clock.case is not None:
                yield lapse_question(clock.case, by=TIMER, now=now)
    lost = Question.objects.filter(state=QuestionState.OPEN, message__state=MessageState.FAILED)
    with override(CHINESE):
        why = gettext("The message could not be delivered.")
    for question in lost.select_related("assignment__case")[:BATCH]:
        with suppress(NotPossible):
            yield lapse_question(question.assignment.case, by=TIMER, now=now, text=why)


REACTIONS = {
    "case.answer_question": (question_answered,),
    "case.lapse_question": (question_lapsed,),
    "case.urge": (urged,),
}
TICKS = (lapsed,)
