"""Beside a question: how often and how long may still be waited. On the case page: all questions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huiying.cases.choices import ClockKind, Priority, Step
from huiying.cases.models import Case, Question
from huiying.cases.queries import active_matrix
from huiying.cases.queries.questions import asked_before, can_be_asked, questions_of
from huiying.cases.rules.extensions import NEVER
from huiying.cases.rules.questions import MOST_TIMES
from huiying.cases.views.beside.panel import Panel
from huiying.people.models import Person


def _asking(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    times, waited = asked_before(case)
    most = active_matrix(now).limit(Priority(case.priority), ClockKind.QUESTION).amount
    return {
        "beside": "cases/beside/ask_question.html",
        "times_left": MOST_TIMES - times,
        "days_left": max(most - waited, 0),
        "never_pauses": Priority(case.priority) in NEVER,
        "reachable": can_be_asked(case),
    }


def _rows(case: Case, person: Person, now: datetime) -> Sequence[Question]:
    return list(questions_of(case))


BESIDE = {Step.ASK_QUESTION: _asking}
PANELS = (Panel("cases/panels/questions.html", _rows),)
