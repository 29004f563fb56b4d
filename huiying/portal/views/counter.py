"""Judging a service at a counter or online, by the code shown there; no sign-in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiying.cases.actions import next_number
from huiying.cases.models import Visit
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
        return over(request, _("Thank you"), sentence(refused), 410 if _late(visit) else 200)
    form = CounterForm(
        request.POST if request.method == "POST" else None, is_online=visit.is_online
    )
    if not form.is_valid():
        return ask(request, visit, form, number)
    try:
        actions.rate_visit(visit, **form.inputs(), now=clock.now())
    except Refused as refused:
        return over(request, _("Thank you"), sentence(refused), 409)
    return redirect("portal:counter", token=token)


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
