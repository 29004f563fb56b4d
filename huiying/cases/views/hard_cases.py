"""The register of hard matters: every entry that stands, the next date first."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huiying.cases.models import HardCase
from huiying.cases.queries import hard_cases_for
from huiying.cases.views.lists import PAGE
from huiying.lib import clock
from huiying.lib.codes import pad12
from huiying.organisations.models import Area
from huiying.organisations.queries import starts_with
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

COUNTY = 6
"""Digits of a county's code."""


@dataclass(frozen=True)
class CountyTab:
    """One county with its number of entries; the chosen one is marked."""

    area: Area
    count: int
    is_chosen: bool


@staff
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    require(request, Permission.VIEW_CASES)
    now = clock.now()
    found = hard_cases_for(person_of(request), now=now)
    tabs = _counties(found, request.GET.get("county", ""))
    chosen = next((tab.area for tab in tabs if tab.is_chosen), None)
    if chosen is not None:
        found = found.filter(starts_with("case__area_code", chosen.prefix))
    context = {
        "rows": list(found.prefetch_related("notes")[:PAGE]),
        "tabs": tabs if len(tabs) > 1 else [],
        "today": clock.local_date(now),
    }
    return render(request, "cases/hard_cases.html", context)


def _counties(found: QuerySet[HardCase], asked: str) -> list[CountyTab]:
    """How many entries each county has, among those the reader sees."""
    counts: dict[str, int] = {}
    for code in found.order_by().values_list("case__area_code", flat=True):
        county = pad12(code[:COUNTY])
        counts[county] = counts.get(county, 0) + 1
    areas = Area.objects.filter(code__in=counts, valid_to__isnull=True).order_by("code")
    return [CountyTab(area, counts[area.code], area.code == asked) for area in areas]
