"""The supervisor's lists: cases on the ladder, and time limits that were missed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huiying.cases.choices import UNDER_SUPERVISION, BreachState, ClockKind
from huiying.cases.queries.watching import breaches_for, supervised
from huiying.cases.views.lists import PAGE, before_of, cut
from huiying.lib import clock
from huiying.lib.codes import as_id
from huiying.organisations.models import Unit
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff


@staff
@require_GET
def supervision(request: HttpRequest) -> HttpResponse:
    """Cases under supervision, of one rung or all."""
    require(request, Permission.VIEW_CASES)
    found = supervised(person_of(request), now=clock.now())
    chosen = request.GET.get("rung", "")
    if chosen in UNDER_SUPERVISION:
        found = found.filter(supervision=chosen)
    if (before := before_of(request)) is not None:
        found = found.filter(pk__lt=before)
    context = {
        "page": cut(request, list(found[: PAGE + 1])),
        "rungs": [(each.value, each.label) for each in UNDER_SUPERVISION],
        "chosen": chosen,
    }
    return render(request, "cases/supervision.html", context)


@staff
@require_GET
def breaches(request: HttpRequest) -> HttpResponse:
    """Missed time limits, of one clock, one unit, one standing."""
    require(request, Permission.VIEW_CASES)
    found = breaches_for(person_of(request), now=clock.now())
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    if kind in ClockKind.values:
        found = found.filter(kind=kind)
    if state in BreachState.values:
        found = found.filter(state=state)
    unit = Unit.objects.filter(pk=as_id(request.GET.get("unit", "")) or 0).first()
    if unit is not None:
        found = found.filter(unit=unit)
    if (before := before_of(request)) is not None:
        found = found.filter(pk__lt=before)
    context = {
        "page": cut(request, list(found[: PAGE + 1])),
        "kinds": [(each.value, each.label) for each in ClockKind],
        "states": [(each.value, each.label) for each in BreachState],
        "kind": kind,
        "state": state,
        "unit": unit,
    }
    return render(request, "cases/breaches.html", context)
