"""Writing what the public may read: private details are marked, and each is decided about."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiying.cases.actions.details import masking_for
from huiying.cases.choices import Step
from huiying.cases.forms import CASE_FORMS
from huiying.cases.forms.publishing import TEXTS
from huiying.cases.permissions import may_take
from huiying.cases.views.access import case_of
from huiying.cases.views.beside.publishing import FIRST
from huiying.cases.views.cases import brief_of
from huiying.cases.views.masking import card_for
from huiying.cases.views.stepping import StepPage, answer
from huiying.lib import clock
from huiying.people.views.access import person_of, staff


@staff
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, case_no: str, name: str) -> HttpResponse:
    """Draft a public version, or mask and correct what is public."""
    case, step, person, now = case_of(request, case_no), Step(name), person_of(request), clock.now()
    verdict = may_take(step, case, by=person, now=now)
    if request.method == "GET":
        verdict.require()
    first: dict[str, Any] = dict(FIRST[step](case)) if verdict else {}
    typed = [plain(request.POST.get(each, first.get(each, ""))) for each in TEXTS]
    masking = masking_for(typed, now=now) if verdict else None
    page = StepPage(
        step,
        case,
        type("Known", (CASE_FORMS[step],), {"masking": masking}),
        back=reverse("cases:case", args=[case.case_no]),
        version=case.version,
        first=first,
        template="cases/write_public.html",
        context=brief_of(case, by=person, now=now),
    )
    if masking is not None:
        page.context["masking"] = card_for(masking, typed, _ticked(request))
    return answer(request, page)


def plain(text: str) -> str:
    """A text as it is compared: browsers send two characters at the end of a line."""
    return text.replace("\r\n", "\n").strip()


def _ticked(request: HttpRequest) -> Mapping[str, bool]:
    """How the boxes stood when the form was sent."""
    mask = set(request.POST.getlist("mask"))
    return {token: token in mask for token in request.POST.getlist("seen")}
