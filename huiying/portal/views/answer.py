"""Answering a unit's question by the link that was sent; no sign-in, no script."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiying.cases.choices import QuestionState, Step
from huiying.cases.models import Question
from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.portal import actions
from huiying.portal.forms import STEP_FORMS
from huiying.portal.queries.asked import question_of
from huiying.portal.views.rate import closed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question; whoever has the link answers it once."""
    question = question_of(token)
    if question is None:
        said = _(
            "Perhaps a part of it was lost when it was copied. Please open it from the message again, or check your request by number and code."
        )
        return closed(request, _("We do not know this link"), said, status=404)
    if question.state != QuestionState.OPEN:
        return over(request, question)
    form = STEP_FORMS[Step.ANSWER_QUESTION](request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return ask(request, question, form)
    try:
        actions.take_step(
            Step.ANSWER_QUESTION, question.request, now=clock.now(), **form.cleaned_data
        )
    except Refused as refused:
        return ask(request, question, form, said=sentence(refused), status=409)
    return redirect("portal:answer", token=token)


def ask(
    request: HttpRequest, question: Question, form: object, *, said: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "question": question,
        "form": form,
        "said": said,
        "helpline": settings.HUIYING_HELPLINE,
    }
    return render(request, "portal/answer.html", context, status=status)


def over(request: HttpRequest, question: Question) -> HttpResponse:
    """Answered, or no longer waited for."""
    if question.state == QuestionState.ANSWERED:
        title = _("Thank you. The unit has your answer and goes on.")
        said = _("To see how your request stands, check it by number and code.")
        return closed(request, title, said, status=200)
    title = _("This question is no longer open")
    said = _(
        "The unit went on without an answer. If you want to add something, check your request by number and code, or call us."
    )
    return closed(request, title, said, status=410)
