"""Judging an answer by the link that was sent; no sign-in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiying.cases import workflow
from huiying.cases.actions import Judgement
from huiying.cases.choices import CallbackState, Grade, ReplyState, Solved, Step
from huiying.cases.models import Callback, Rating, Reply
from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.portal import actions
from huiying.portal.forms import JudgementForm
from huiying.portal.queries import callback_of
from huiying.portal.views.track import grades

JUDGED = (CallbackState.ANSWERED, CallbackState.DISPOSED)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether it was solved; a link that is over, used or unknown says so kindly."""
    callback = callback_of(token)
    if callback is None:
        title = _("We do not know this link")
        said = _(
            "Perhaps a part of it was lost when it was copied. Please open it from the message again, or check your request by number and code."
        )
        return closed(request, title, said, status=404)
    if over := why_over(callback):
        return over_page(request, callback, over, sent=sent_again(request))
    declines = "decline" in request.POST
    form = JudgementForm(request.POST if request.method == "POST" and not declines else None)
    try:
        if declines:
            actions.decline_by_link(callback, now=clock.now())
        elif form.is_valid():
            actions.rate_by_link(callback, **form.inputs(), now=clock.now())
        else:
            return ask(request, callback, form)
    except Refused as refused:
        return ask(request, callback, form, said=sentence(refused), status=409)
    return redirect("portal:rate", token=token)


def ask(
    request: HttpRequest, callback: Callback, form: Any, *, said: str = "", status: int = 200
) -> HttpResponse:
    reply = Reply.objects.filter(
        assignment__case=callback.case_id, round=callback.round, state=ReplyState.RELEASED
    ).last()
    context = {
        "callback": callback,
        "reply": reply,
        "form": form,
        "grades": grades(form),
        "said": said,
        "helpline": settings.HUIYING_HELPLINE,
    }
    return render(request, "portal/rate.html", context, status=status)


def why_over(callback: Callback) -> str:
    """ "judged", "declined", "moved", "late", or "" while the question is open."""
    if callback.state in JUDGED:
        return "judged"
    if callback.state == CallbackState.DECLINED:
        return "declined"
    if not workflow.row_for("callback", Step.RATE, callback.state):
        return "moved"
    return "late" if clock.now() >= callback.token_until else ""


def sent_again(request: HttpRequest) -> Judgement | None:
    """What is sent although the question is over: from a second tab, or by a second press."""
    form = JudgementForm(request.POST) if request.method == "POST" else None
    return form.inputs()["judgement"] if form and form.is_valid() else None


def over_page(
    request: HttpRequest, callback: Callback, over: str, *, sent: Judgement | None = None
) -> HttpResponse:
    if over == "judged":
        return thanks(request, callback, sent=sent)
    if over == "declined":
        title = _("We will not ask you again")
        said = _("Your request stands as it was answered. Thank you for telling us.")
        return closed(request, title, said, status=200)
    title = _("This link is no longer open")
    said = {
        "moved": _(
            "The question has been settled in the meantime. To see how your request stands, check it by number and code."
        ),
        "late": _(
            "The time to judge by this link is over. If it was not solved, please check your request by number and code, or call us."
        ),
    }[over]
    return closed(request, title, said, status=410)


def thanks(
    request: HttpRequest, callback: Callback, *, sent: Judgement | None = None
) -> HttpResponse:
    """After judging, and whenever the link is opened again. Who has `sent` another answer since learns
    that it was not taken, and which one counts; the same once more is no news."""
    rating = Rating.objects.filter(
        request=callback.request_id, case=callback.case_id, round=callback.round
    ).first()
    judged = judgement_of(rating) if rating is not None else None
    is_other = sent is not None and judged is not None and _grades(sent) != _grades(judged)
    context = {
        "callback": callback,
        "bad": judged is not None and judged.is_bad,
        "other": judged if is_other else None,
        "helpline": settings.HUIYING_HELPLINE,
    }
    return render(request, "portal/thanks.html", context, status=409 if is_other else 200)


def _grades(given: Judgement) -> tuple[Solved, Grade, Grade]:
    return given.solved, given.result, given.manner


def judgement_of(rating: Rating) -> Judgement:
    return Judgement(Solved(rating.solved), Grade(rating.result), Grade(rating.manner))


def closed(request: HttpRequest, title: str, said: str, *, status: int) -> HttpResponse:
    context = {"title": title, "sentence": said, "helpline": settings.HUIYING_HELPLINE}
    return render(request, "portal/closed.html", context, status=status)
