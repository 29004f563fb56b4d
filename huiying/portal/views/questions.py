"""What everybody may know of how we work: questions and answers, and what is left out of figures."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from huiying.cases.queries.appeals import exclusion_shares
from huiying.cases.rules.months import month_typed
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.portal.queries import question, question_categories, questions
from huiying.portal.rules import plain

PER_PAGE = 20


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """What holds today, by words and kind of matter."""
    asked = {name: plain(request.GET.get(name, "")) for name in ("q", "category", "area")}
    on = local_date(clock.now())
    rows = questions(on, asked["q"], category=asked["category"], area=asked["area"])
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "is_filtered": any(asked.values()),
        "categories": question_categories(on),
    }
    return render(request, "portal/questions.html", context)


@require_safe
def question_one(request: HttpRequest, key: int) -> HttpResponse:
    """One answer; the address of an older text leads to the one that took its place."""
    found = question(key, local_date(clock.now()))
    if found is None:
        raise Http404
    if found.pk != key:
        return redirect("portal:question", key=found.pk)
    return render(request, "portal/question.html", {"entry": found})


@require_safe
def left_out(request: HttpRequest) -> HttpResponse:
    """Cases a panel left out of the figures of a month, per unit and reason; no small numbers (P10)."""
    month = _month(plain(request.GET.get("month", "")))
    context = {"month": month, "rows": [each.for_everybody() for each in exclusion_shares(month)]}
    return render(request, "portal/left_out.html", context)


def _month(asked: str) -> date:
    """The month asked for, or the last one."""
    if (month := month_typed(asked)) is not None:
        return month
    today = local_date(clock.now())
    year, number = divmod(today.year * 12 + today.month - 2, 12)
    return date(year, number + 1, 1)
