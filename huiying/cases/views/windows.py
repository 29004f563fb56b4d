"""Pages of the counter: record a handling, show its link, put a bad rating right; and sampling plans."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases import actions
from huiying.cases.forms.windows import RemedyForm, SamplingForm, VisitForm
from huiying.cases.models import Visit
from huiying.cases.queries.sampling import sampling_plans
from huiying.cases.queries.windows import bad_visits, standing_of, visits_of
from huiying.cases.views.keeping import keep
from huiying.cases.views.lists import PAGE, before_of, cut
from huiying.design.presenters.codes import qr_drawing
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.models import Unit
from huiying.organisations.queries import units_of
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

LOOK_BACK = timedelta(days=90)


@staff
@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    """Bad ratings to put right on top, then the newest handlings."""
    require(request, Permission.HANDLE)
    person, now = person_of(request), clock.now()
    found, before = visits_of(person, now=now), before_of(request)
    rows = found if before is None else found.filter(pk__lt=before)
    context = {
        "bad": list(bad_visits(found)[:PAGE]) if before is None else [],
        "page": cut(request, list(rows[: PAGE + 1])),
        "standing": standing_of(person, now=now, since=local_date(now) - LOOK_BACK),
    }
    return render(request, "cases/visits.html", context)


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(request, Permission.HANDLE)
    person, now = person_of(request), clock.now()

    def act(inputs: dict[str, Any]) -> str:
        made = actions.record_visit(**inputs, by=person, now=now)
        return reverse("cases:visit", args=[made.pk])

    unit = Unit.objects.filter(pk__in=units_of(person, local_date(now))).first()
    first = {"unit": unit.pk} if unit else {}
    return keep(request, VisitForm, act, "cases/visit_form.html", first=first)


def _visit(request: HttpRequest, pk: int) -> Visit:
    return get_object_or_404(visits_of(person_of(request), now=clock.now()), pk=pk)


def _link(visit: Visit) -> str:
    return f"{settings.HUIYING_PUBLIC_URL}/w/{visit.token}"


@staff
@require_GET
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One handling with the code to be scanned at the counter."""
    require(request, Permission.HANDLE)
    found = _visit(request, pk)
    code: SafeString = qr_drawing(_link(found))
    return render(request, "cases/visit.html", {"visit": found, "link": _link(found), "qr": code})


@staff
@require_http_methods(["GET", "POST"])
def remedy(request: HttpRequest, pk: int) -> HttpResponse:
    require(request, Permission.HANDLE)
    found, person, now = _visit(request, pk), person_of(request), clock.now()

    def act(inputs: dict[str, Any]) -> str:
        actions.remedy_visit(found, **inputs, by=person, now=now)
        return reverse("cases:visits")

    return keep(request, RemedyForm, act, "cases/visit_form.html", context={"visit": found})


@staff
@require_GET
def sampling(request: HttpRequest) -> HttpResponse:
    """Plans by which only a part of the cases are called back."""
    require(request, Permission.MANAGE_DEADLINES)
    found, before = sampling_plans(), before_of(request)
    rows = found if before is None else found.filter(pk__lt=before)
    context = {"page": cut(request, list(rows[: PAGE + 1])), "now": clock.now()}
    return render(request, "cases/sampling.html", context)


@staff
@require_http_methods(["GET", "POST"])
def new_sampling(request: HttpRequest) -> HttpResponse:
    require(request, Permission.MANAGE_DEADLINES)
    person, now = person_of(request), clock.now()

    def act(inputs: dict[str, Any]) -> str:
        actions.make_sampling_plan(**inputs, by=person, now=now)
        return reverse("cases:sampling")

    return keep(request, SamplingForm, act, "cases/sampling_form.html")
