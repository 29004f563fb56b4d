"""Units: search, one unit as of a day with the people who answer for it, and its steps."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from huiying.lib.codes import as_id
from huiying.organisations import forms
from huiying.organisations.actions import (
    Holder,
    NewUnit,
    appoint,
    close_unit,
    describe_unit,
    merge_units,
    open_unit,
    relieve,
    rename_unit,
    split_unit,
)
from huiying.organisations.choices import Title, UnitKind
from huiying.organisations.models import Area, Grant, Post, Unit
from huiying.organisations.models.validity import as_of
from huiying.organisations.queries import posts_of, search_units, without_head
from huiying.organisations.queries.commitments import commitments_of, promises_of
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
PAGE = 30


@staff
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Units by kind and name; a search finds by name, code, or the name of the area."""
    on, words = day_asked(request), request.GET.get("q", "").strip()[:60]
    kind = request.GET.get("kind", "")
    rows = Unit.objects.as_of(on).select_related("area__parent__parent__parent__parent")
    if kind in UnitKind.values:
        rows = rows.filter(kind=kind)
    headless = request.GET.get("headless") == "1"
    if headless:
        rows = without_head(rows, on)
    kinds = [kind] if kind in UnitKind.values else []
    hits = search_units(words, on=on, kinds=kinds, limit=100) if words else None
    listed = rows.order_by("area__level", "area__code", "code")
    context = {
        "on": on,
        "today": today(),
        "words": words,
        "kind": kind,
        "kinds": UnitKind.choices,
        "headless": headless,
        "hits": hits,
        "page": Paginator(listed, PAGE).get_page(request.GET.get("page")),
        "may_keep": holds(request, KEEP),
        "may_import": holds(request, KEEP, everywhere=True),
    }
    return render(request, "organisations/units.html", context)


@staff
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(
        Unit.objects.select_related("area__parent__parent__parent__parent", "parent"), pk=pk
    )
    on = day_asked(request)
    grants = Grant.objects.filter(as_of(on), unit=unit).select_related("person")
    context = {
        "unit": unit,
        "promises": commitments_of(unit, on),
        "on": on,
        "today": today(),
        "exists": unit.is_valid_on(on),
        "posts": posts_of(unit, on),
        "past_posts": Post.objects.filter(unit=unit, valid_to__lte=on).order_by("-valid_from")[:20],
        "below": Unit.objects.as_of(on).filter(parent=unit)[:200],
        "came_from": unit.predecessions.select_related("from_unit"),
        "went_to": unit.successions.select_related("to_unit"),
        "grants": grants.order_by("role", "person__name")[:100],
        "may_keep": unit.valid_to is None and holds(request, KEEP, area=unit.area),
        "may_grant": holds(request, Permission.MANAGE_GRANTS, area=unit.area),
    }
    return render(request, "organisations/unit.html", context)


@step_view
def new(request: HttpRequest) -> HttpResponse:
    require(request, KEEP)
    key = as_id(request.GET.get("area", ""))
    area = None if key is None else Area.objects.filter(pk=key).first()
    form = forms.NewUnitForm(request.POST or None, initial={"on": today(), "area": area})
    back = reverse("organisations:area", args=[area.pk]) if area else _home()
    step = Step(_("New unit"), back, _("Open the unit"))

    def do(given: dict[str, Any]) -> str:
        told = NewUnit(
            given["code"],
            given["name"],
            UnitKind(given["kind"]),
            given["phone"],
            given["commitments"],
        )
        unit = open_unit(
            given["area"],
            told,
            parent=given["parent"],
            valid_from=given["on"],
            **acting(request),
        )
        return _home(unit)

    return step_page(request, form, step, do)


@step_view
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _kept(request, pk)
    first = {name: getattr(unit, name) for name in ("area", "parent", "phone")}
    first["commitments"] = promises_of(unit, today())
    form = forms.UnitForm(request.POST or None, initial=first)
    step = Step(_("Correct %(name)s") % {"name": unit.name}, _home(unit), _("Save"))

    def do(given: dict[str, Any]) -> str:
        return _home(describe_unit(unit, **given, **acting(request)))

    return step_page(request, form, step, do)


@step_view
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _kept(request, pk)
    first = {"name": unit.name, "code": unit.code, "kind": unit.kind, "on": today()}
    form = forms.RenameUnitForm(request.POST or None, initial=first)
    intro = _("People, posts and lower units go along; cases stay with the old name.")
    step = change_step("rename", unit.name, _home(unit), intro)

    def do(given: dict[str, Any]) -> str:
        given["kind"] = UnitKind(given["kind"])
        return _home(rename_unit(unit, **given, **acting(request)))

    return step_page(request, form, step, do)


@step_view
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _kept(request, pk)
    first = {"name": unit.name, "code": unit.code, "kind": unit.kind, "on": today()}
    form = forms.MergeUnitForm(request.POST or None, initial=first)
    intro = _("Name its head and give its people their roles afterwards.")
    step = change_step("merge", unit.name, _home(unit), intro)

    def do(given: dict[str, Any]) -> str:
        told = NewUnit(given["code"], given["name"], UnitKind(given["kind"]), unit.phone)
        both = [unit, given["other"]]
        return _home(merge_units(both, told, on=given["on"], **acting(request)))

    return step_page(request, form, step, do)


@step_view
def split(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _kept(request, pk)
    first = {"first_name": unit.name, "first_code": unit.code, "kind": unit.kind, "on": today()}
    form = forms.SplitUnitForm(request.POST or None, initial=first)
    intro = _("The units below move under the first part.")
    step = change_step("split", unit.name, _home(unit), intro)

    def do(given: dict[str, Any]) -> str:
        kind = UnitKind(given["kind"])
        parts = [
            NewUnit(given["first_code"], given["first_name"], kind, unit.phone),
            NewUnit(given["second_code"], given["second_name"], kind),
        ]
        return _home(split_unit(unit, parts, on=given["on"], **acting(request))[0])

    return step_page(request, form, step, do)


@step_view
def close(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _kept(request, pk)
    form = forms.CloseForm(request.POST or None, initial={"on": today()})
    step = change_step("close", unit.name, _home(unit))

    def do(given: dict[str, Any]) -> str:
        return _home(close_unit(unit, **given, **acting(request)))

    return step_page(request, form, step, do)


@step_view
def name_holder(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _kept(request, pk)
    form = forms.AppointForm(request.POST or None, initial={"on": today()})
    intro = _("A new head ends the time of the one before.")
    title = _("Name a head or deputy of %(name)s") % {"name": unit.name}
    step = Step(title, _home(unit), pgettext("organisation", "Appoint"), intro=intro)

    def do(given: dict[str, Any]) -> str:
        holder = Holder(given["name"], given["person"], given["duty"])
        appoint(unit, holder, title=Title(given["title"]), on=given["on"], **acting(request))
        return _home(unit)

    return step_page(request, form, step, do)


@step_view
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("unit__area"), pk=pk)
    require(request, KEEP, area=post.unit.area)
    form = forms.RelieveForm(request.POST or None, initial={"on": today()})
    title = _("%(name)s leaves the post") % {"name": post.name_text}
    step = Step(title, _home(post.unit), _("Save"))

    def do(given: dict[str, Any]) -> str:
        relieve(post, on=given["on"], **acting(request))
        return _home(post.unit)

    return step_page(request, form, step, do)


def _kept(request: HttpRequest, pk: int) -> Unit:
    unit = get_object_or_404(Unit.objects.select_related("area", "parent"), pk=pk)
    require(request, KEEP, area=unit.area)
    return unit


def _home(unit: Unit | None = None) -> str:
    if unit is None:
        return reverse("organisations:units")
    return reverse("organisations:unit", args=[unit.pk])
