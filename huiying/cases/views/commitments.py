"""The promises of one's own units."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.cases.forms.commitments import PromiseForm
from huiying.cases.views.keeping import keep
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.actions import end_promise, promise
from huiying.organisations.models import Commitment
from huiying.organisations.queries import units_of
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff


@staff
@require_GET
def commitments(request: HttpRequest) -> HttpResponse:
    require(request, Permission.CHECK_TEXTS)
    units = units_of(person_of(request), local_date(clock.now()))
    rows = Commitment.objects.filter(unit__in=units).select_related("unit").order_by("-id")
    return render(request, "cases/commitments.html", {"rows": rows})


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(request, Permission.CHECK_TEXTS)
    person, now = person_of(request), clock.now()

    def act(inputs: dict[str, Any]) -> str:
        promise(**inputs, by=person, now=now)
        return reverse("cases:commitments")

    mine = sorted(units_of(person, local_date(now)))
    first = {"unit": mine[0]} if mine else {}
    return keep(request, PromiseForm, act, "cases/commitment_form.html", first=first)


@staff
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Commitment.objects.select_related("unit__area"), pk=pk)
    end_promise(found, by=person_of(request), now=clock.now())
    return redirect("cases:commitments")
