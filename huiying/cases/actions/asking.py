"""Extra questions: keeping them, and taking the answers with a request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.choices.asking import AnswerKind
from huiying.cases.models import Category, FormAnswer, FormQuestion, Request
from huiying.cases.queries.asking import questions_for
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

STOPPED = gettext_noop("%(text)s Please do that first; it cannot be settled by writing.")
UNANSWERED = gettext_noop("“%(question)s” needs an answer.")
NO_CHOICES = gettext_noop("Give at least two answers to choose from, one a line.")
STOP_ALONE = gettext_noop(
    "An answer that stops the form needs a sentence saying what to do instead."
)


@dataclass(frozen=True)
class Question:
    """What an administrator asks of those who report on a category."""

    category: Category
    text: str
    kind: AnswerKind
    position: int = 1
    help: str = ""
    choices: str = ""
    is_required: bool = False
    stop_answer: str = ""
    stop_text: str = ""


@transaction.atomic
def keep_question(
    question: Question, *, by: Person, now: datetime, earlier: FormQuestion | None = None
) -> FormQuestion:
    """Add a question, or put it in place of an earlier one, whose answers keep their words."""
    may(by, Permission.MANAGE_DEADLINES, on=local_date(now)).require()
    made = FormQuestion(**vars(question))
    if question.kind is AnswerKind.CHOICE and len(made.options) < 2:
        raise NotPossible(NO_CHOICES)
    if bool(question.stop_answer) != bool(question.stop_text):
        raise NotPossible(STOP_ALONE)
    if earlier is not None:
        drop_question(earlier, by=by, now=now)
    made.save()
    subject = f"form_question:{made.pk}"
    audit.record("form_question.kept", subject, by=by, now=now, data={"text": made.text})
    return made


@transaction.atomic
def drop_question(question: FormQuestion, *, by: Person, now: datetime) -> None:
    """It is not asked any more; answers given stay."""
    may(by, Permission.MANAGE_DEADLINES, on=local_date(now)).require()
    FormQuestion.objects.filter(pk=question.pk).update(is_active=False)
    audit.record("form_question.dropped", f"form_question:{question.pk}", by=by, now=now)


def require_answers(category: str, answers: Iterable[tuple[int, str]]) -> None:
    """Raises NotPossible where an answer stops the form (R1), or a required one is missing."""
    given = dict(answers)
    for question in questions_for(category):
        answer = given.get(question.pk, "").strip()
        if question.stop_answer and answer == question.stop_answer:
            raise NotPossible(STOPPED, text=question.stop_text)
        if question.is_required and not answer:
            raise NotPossible(UNANSWERED, question=question.text)


def keep_answers(request: Request, answers: Iterable[tuple[int, str]]) -> None:
    """Keep the answers with the words of the questions."""
    given = dict(answers)
    asked = questions_for(request.category_id or "")
    FormAnswer.objects.bulk_create(
        FormAnswer(
            request=request, position=place, question=question.text, answer=given[question.pk][:500]
        )
        for place, question in enumerate(asked, 1)
        if given.get(question.pk, "").strip()
    )
