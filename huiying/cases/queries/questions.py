"""Questions of the unit to a requester."""

from django.db.models import QuerySet, Sum

from huiying.cases.choices import QuestionState, RequestState
from huiying.cases.models import Assignment, Case, Question, Request
from huiying.cases.queries.ways import way_to_ask


def open_question(lead: Assignment | None) -> Question | None:
    """The question of the lead unit that waits for an answer."""
    if lead is None:
        return None
    return Question.objects.filter(assignment=lead, state=QuestionState.OPEN).first()


def asked_before(case: Case) -> tuple[int, int]:
    """(how many questions, how many working days waited for answers) on this case."""
    asked = Question.objects.filter(assignment__case=case)
    return asked.count(), asked.aggregate(days=Sum("waited"))["days"] or 0


def can_be_asked(case: Case) -> list[Request]:
    """Requests of the case whose people a written question reaches."""
    waiting = case.requests.filter(state=RequestState.ON_CASE).order_by("id")
    return [each for each in waiting if way_to_ask(each)]


def questions_of(case: Case) -> QuerySet[Question]:
    """All questions on a case, newest first."""
    found = Question.objects.filter(assignment__case=case)
    return found.select_related("assignment__unit", "request").order_by("-id")
