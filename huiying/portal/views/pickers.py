"""Places and offices of a name, while somebody types it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.portal.queries import areas_called, units_called


def area_rows(areas: list[Any]) -> list[tuple[str, str, str]]:
    """(value, name, the areas above it) for a picker."""
    return [(str(area.pk), area.name, area.path) for area in areas]


def unit_rows(units: list[Any]) -> list[tuple[str, str, str]]:
    return [(str(unit.pk), unit.name, unit.area.path) for unit in units]


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Places of a name, while somebody types it."""
    hits, more = areas_called(request.GET.get("area_query", ""), on=local_date(clock.now()))
    context = {"name": "area", "results": area_rows(hits), "more": more}
    return render(request, "design/components/picker_results.html", context)


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Offices of a name, while somebody types it."""
    hits, more = units_called(request.GET.get("accused_query", ""), on=local_date(clock.now()))
    context = {"name": "accused", "results": unit_rows(hits), "more": more}
    return render(request, "design/components/picker_results.html", context)
