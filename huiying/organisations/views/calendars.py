"""The year grid, loading a year, office hours and the days that differ in one area."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from huiying.files.actions import check_table
from huiying.lib import clock
from huiying.organisations import forms
from huiying.organisations.actions import (
    Differs,
    correct_day,
    drop_area_day,
    load_calendar_year,
    set_area_day,
    set_office_hours,
)
from huiying.organisations.choices import DayKind
from huiying.organisations.imports import days_of_file, days_of_text
from huiying.organisations.models import Area, AreaDay, CalendarYear, OfficeHours
from huiying.organisations.presenters import months_of
from huiying.organisations.views.access import holds, require, today
from huiying.organisations.views.steps import Step, acting, step_page, step_view
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

KEEP = Permission.MANAGE_CALENDAR
LARGEST_MB = 1
"""Of the notice of a year as a table; it is read while the person waits."""


@staff
@require_GET
def year(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """One year as twelve months; an unknown year says so and how to load it."""
    number = number or today().year
    if not 2000 <= number <= 2100:
        return redirect("organisations:calendar")
    loaded = CalendarYear.objects.filter(year=number).first()
    kinds = dict(loaded.days.values_list("date", "kind")) if loaded else {}
    context = {
        "year": number,
        "loaded": loaded,
        "months": months_of(number, kinds),
        "today": today(),
        "known": CalendarYear.objects.values_list("year", flat=True),
        "may_keep": holds(request, KEEP, everywhere=True),
    }
    return render(request, "organisations/calendar.html", context)


@step_view
def load(request: HttpRequest) -> HttpResponse:
    require(request, KEEP, everywhere=True)
    form = forms.YearForm(request.POST or None, request.FILES or None)
    intro = _("Loading a year again replaces it; deadlines are reckoned again.")
    step = Step(
        _("Load a year"),
        reverse("organisations:calendar"),
        pgettext("organisation", "Load"),
        intro=intro,
    )

    def do(given: dict[str, Any]) -> str:
        if given["file"]:
            check_table(given["file"], cap_mb=LARGEST_MB)
            number, days = days_of_file(given["file"].read(), given["file"].name)
        else:
            number, days = days_of_text(given["text"])
        by, now = person_of(request), clock.now()
        load_calendar_year(number, days, notice=given["notice"], by=by, now=now)
        return _year(number)

    return step_page(request, form, step, do)


@step_view
def correct(request: HttpRequest) -> HttpResponse:
    require(request, KEEP, everywhere=True)
    form = forms.DayForm(request.POST or None, initial={"date": request.GET.get("date")})
    intro = _("For a correction of the notice. Deadlines are reckoned again.")
    step = Step(
        _("Correct a day"),
        reverse("organisations:calendar"),
        pgettext("organisation", "Correct"),
        intro=intro,
    )

    def do(given: dict[str, Any]) -> str:
        kind = DayKind(given["kind"]) if given["kind"] else None
        by, now = person_of(request), clock.now()
        correct_day(given["date"], kind, reason=given["reason"], by=by, now=now)
        return _year(given["date"].year)

    return step_page(request, form, step, do)


@staff
@require_GET
def hours(request: HttpRequest) -> HttpResponse:
    """Where office hours or single days differ."""
    context = {
        "hours": OfficeHours.objects.select_related("area").order_by("area__code", "-valid_from"),
        "days": AreaDay.objects.select_related("area").order_by("-date")[:100],
        "may_keep": holds(request, KEEP),
    }
    return render(request, "organisations/hours.html", context)


@step_view
def set_hours(request: HttpRequest, pk: int) -> HttpResponse:
    area = _kept(request, pk)
    form = forms.HoursForm(request.POST or None, initial={"valid_from": today()})
    intro = _("They hold for everything inside, until a lower area has its own.")
    title = _("Office hours of %(name)s") % {"name": area.name}
    step = Step(title, reverse("organisations:hours"), _("Save"), intro=intro)

    def do(given: dict[str, Any]) -> str:
        set_office_hours(area, **given, **acting(request))
        return reverse("organisations:hours")

    return step_page(request, form, step, do)


@step_view
def set_day(request: HttpRequest, pk: int) -> HttpResponse:
    area = _kept(request, pk)
    form = forms.AreaDayForm(request.POST or None, initial={"date": today()})
    intro = _("There are no local holidays. Record other hours, or a day lost to a disaster.")
    title = _("A day that differs in %(name)s") % {"name": area.name}
    step = Step(title, reverse("organisations:hours"), _("Save"), intro=intro)

    def do(given: dict[str, Any]) -> str:
        kind = DayKind(given["kind"]) if given["kind"] else None
        differs = Differs(given["cause"], kind, given["spans"])
        by, now = person_of(request), clock.now()
        set_area_day(area, given["date"], differs, by=by, now=now)
        return reverse("organisations:hours")

    return step_page(request, form, step, do)


@step_view
def drop_day(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(AreaDay.objects.select_related("area"), pk=pk)
    require(request, KEEP, area=row.area)
    form = forms.ReasonForm(request.POST or None)
    title = _("Take back %(date)s in %(name)s") % {"date": row.date, "name": row.area.name}
    step = Step(
        title, reverse("organisations:hours"), pgettext("organisation", "Take back"), danger=True
    )

    def do(given: dict[str, Any]) -> str:
        drop_area_day(row, reason=given["reason"], **acting(request))
        return reverse("organisations:hours")

    return step_page(request, form, step, do)


def _kept(request: HttpRequest, pk: int) -> Area:
    area = get_object_or_404(Area, pk=pk)
    require(request, KEEP, area=area)
    return area


def _year(number: int) -> str:
    return reverse("organisations:calendar-year", args=[number])
