"""Areas: going down level by level as of a day, and the steps that change them."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.organisations import forms
from huiying.organisations.actions import (
    Named,
    close_area,
    merge_areas,
    open_area,
    rename_area,
    split_area,
)
from huiying.organisations.choices import Level
from huiying.organisations.models import Area, Unit
from huiying.organisations.models.validity import as_of
from huiying.organisations.queries import areas_above, children_on, groups_of, search_areas
from huiying.organisations.views.access import holds, require, today
from huiying.organisations.views.steps import (
    Step,
    acting,
    change_step,
    day_asked,
    step_page,
    step_view,
)
from huiying.people.choices import Permission
from huiying.people.views.access import staff

KEEP = Permission.MANAGE_ORGANISATIONS


def counted(rows: QuerySet[Area], on: date) -> QuerySet[Area]:
    """With the number of areas right below and of units standing in each."""
    return rows.annotate(
        areas_below=Count("children", filter=as_of(on, "children__"), distinct=True),
        units_here=Count("units", filter=as_of(on, "units__"), distinct=True),
    ).order_by("code", "level")


@staff
@require_GET
def areas(request: HttpRequest) -> HttpResponse:
    """The top of the tree, or the hits of a search."""
    on, words = day_asked(request), request.GET.get("q", "").strip()[:60]
    context = {
        "on": on,
        "today": today(),
        "words": words,
        "hits": search_areas(words, on=on) if words else None,
        "children": [] if words else counted(children_on(None, on), on),
        "may_keep": holds(request, KEEP, everywhere=True),
        "may_group": holds(request, KEEP),
    }
    return render(request, "organisations/areas.html", context)


@staff
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    area = get_object_or_404(Area, pk=pk)
    on = day_asked(request)
    units = Unit.objects.as_of(on).filter(area=area).order_by("kind", "name")
    context = {
        "area": area,
        "on": on,
        "today": today(),
        "above": areas_above(area, on),
        "exists": area.is_valid_on(on),
        "children": counted(children_on(area, on), on),
        "units": units[:100],
        "came_from": area.predecessions.select_related("from_area"),
        "went_to": area.successions.select_related("to_area"),
        "may_keep": area.valid_to is None and holds(request, KEEP, area=area),
        "may_open": area.level < Level.VILLAGE,
        "is_village": area.level == Level.VILLAGE,
        "village_groups": groups_of(area, on),
    }
    return render(request, "organisations/area.html", context)


@step_view
def new(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    parent = get_object_or_404(Area, pk=pk) if pk else None
    require(request, KEEP, area=parent, everywhere=parent is None)
    level = min(parent.level + 1, Level.VILLAGE) if parent else Level.CITY
    first = {"on": today(), "level": level, "code": parent.prefix if parent else ""}
    form = forms.NewAreaForm(request.POST or None, initial=first)
    title = _("New area in %(name)s") % {"name": parent.name} if parent else _("New area")
    step = Step(title, _home(parent), _("Open the area"))

    def do(given: dict[str, Any]) -> str:
        area = open_area(
            parent,
            level=Level(given["level"]),
            named=Named(given["code"], given["name"]),
            valid_from=given["on"],
            **acting(request),
        )
        return _home(area)

    return step_page(request, form, step, do)


@step_view
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    area = _kept(request, pk)
    first = {"name": area.name, "code": area.code, "on": today()}
    form = forms.RenameAreaForm(request.POST or None, initial=first)
    intro = _("The old name stays with everything that happened before that day.")
    step = change_step("rename", area.name, _home(area), intro)

    def do(given: dict[str, Any]) -> str:
        named = Named(given["code"], given["name"])
        return _home(rename_area(area, named=named, on=given["on"], **acting(request)))

    return step_page(request, form, step, do)


@step_view
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    area = _kept(request, pk)
    first = {"name": area.name, "code": area.code, "on": today()}
    form = forms.MergeAreaForm(request.POST or None, initial=first)
    intro = _("Everything below both moves into the merged area and keeps its codes.")
    step = change_step("merge", area.name, _home(area), intro)

    def do(given: dict[str, Any]) -> str:
        named = Named(given["code"], given["name"])
        both = [area, given["other"]]
        return _home(merge_areas(both, named=named, on=given["on"], **acting(request)))

    return step_page(request, form, step, do)


@step_view
def split(request: HttpRequest, pk: int) -> HttpResponse:
    area = _kept(request, pk)
    first = {"first_name": area.name, "first_code": area.code, "on": today()}
    form = forms.SplitAreaForm(request.POST or None, initial=first, area=area)
    intro = _("What goes to a part with a new code gets new codes too; its history stays in reach.")
    step = change_step("split", area.name, _home(area), intro)

    def do(given: dict[str, Any]) -> str:
        parts = [
            Named(given["first_code"], given["first_name"]),
            Named(given["second_code"], given["second_name"]),
        ]
        below = Area.objects.filter(Q(parent=area), valid_to=None).values_list("pk", flat=True)
        second = {child.pk for child in given["to_second"]}
        shares = {child: parts[child in second].code for child in below}
        heirs = split_area(area, parts, shares=shares, on=given["on"], **acting(request))
        return _home(heirs[0].parent or heirs[0])

    return step_page(request, form, step, do)


@step_view
def close(request: HttpRequest, pk: int) -> HttpResponse:
    area = _kept(request, pk)
    form = forms.CloseForm(request.POST or None, initial={"on": today()})
    step = change_step("close", area.name, _home(area))

    def do(given: dict[str, Any]) -> str:
        close_area(area, **given, **acting(request))
        return _home(area)

    return step_page(request, form, step, do)


def _kept(request: HttpRequest, pk: int) -> Area:
    area = get_object_or_404(Area, pk=pk)
    require(request, KEEP, area=area)
    return area


def _home(area: Area | None) -> str:
    if area is None:
        return reverse("organisations:areas")
    return reverse("organisations:area", args=[area.pk])
