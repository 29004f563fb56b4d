"""Offices: what they promise, how they answered, and what was done."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.queries.commitments import commitments_of
from huiying.portal.queries.offices import done_by, figures_of, office, offices
from huiying.portal.rules import plain

PER_PAGE = 20
SHOWN = 5


@require_safe
def office_list(request: HttpRequest) -> HttpResponse:
    words = plain(request.GET.get("q", ""))
    context = {"rows": offices(words, local_date(clock.now())), "q": words}
    return render(request, "portal/offices.html", context)


@require_safe
def office_one(request: HttpRequest, key: int) -> HttpResponse:
    now = clock.now()
    unit = office(key, local_date(now))
    if unit is None:
        raise Http404
    context = {
        "unit": unit,
        "commitments": commitments_of(unit, local_date(now)),
        "figures": figures_of(unit, now),
        "done": done_by(unit)[:SHOWN],
    }
    return render(request, "portal/office.html", context)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """You said, we did: what people themselves called solved."""
    page = Paginator(done_by(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/done.html", {"page": page})
