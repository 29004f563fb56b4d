"""Judging a service at a counter or online, by the code shown there; no sign-in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiying.cases.actions import next_number
from huiying.cases.models import Visit, VisitRating
from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.portal import actions
from huiying.portal.forms import CounterForm
from huiying.portal.presenters import tiles
from huiying.portal.queries import visit_of

ASKED = ("overall", "first", "second", "third")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once; a second time only after a bad rating was put right."""
    visit = visit_of(token)
    if visit is None:
        title = _("We do not know this link")
        return over(request, title, _("Please scan the code again, or ask at the counter."), 404)
    try:
        number = next_number(visit, clock.now())
    except Refused as refused:
        return settled(request, visit, refused)
    form = CounterForm(
        request.POST if request.method == "POST" else None, is_online=visit.is_online
    )
    if not form.is_valid():
        return ask(request, visit, form, number)
    try:
        actions.rate_visit(visit, **form.inputs(), now=clock.now())
    except Refused as refused:
        return settled(request, visit, refused)
    return redirect("portal:counter", token=token)


def settled(request: HttpRequest, visit: Visit, refused: Refused) -> HttpResponse:
    """The link is over, or it was used: a second press is thanked for, another answer is not taken."""
    last = visit.ratings.last()
    if _late(visit):
        return over(request, _("This link is no longer open"), sentence(refused), 410)
    if request.method == "POST" and last is not None and not _is_same(request, visit, last):
        return over(request, _("You had judged already"), sentence(refused), 409)
    return over(request, _("Thank you"), _("Your judgement of this service has been kept."), 200)


def _is_same(request: HttpRequest, visit: Visit, last: VisitRating) -> bool:
    form = CounterForm(request.POST, is_online=visit.is_online)
    if not form.is_valid():
        return False
    return all(getattr(last, name) == form.cleaned_data[name] for name in ASKED)


def _late(visit: Visit) -> bool:
    return clock.now() >= visit.token_until


def ask(request: HttpRequest, visit: Visit, form: Any, number: int) -> HttpResponse:
    context = {
        "visit": visit,
        "form": form,
        "grades": [(form[name], list(tiles(form[name]))) for name in ASKED],
        "again": number > 1,
        "helpline": settings.HUIYING_HELPLINE,
    }
    return render(request, "portal/counter.html", context)


def over(request: HttpRequest, title: str, said: str, status: int) -> HttpResponse:
    context = {"title": title, "sentence": said, "helpline": settings.HUIYING_HELPLINE}
    return render(request, "portal/closed.html", context, status=status)
