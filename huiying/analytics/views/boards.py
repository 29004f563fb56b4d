"""Dashboards of areas and units, and their pictures as files."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.analytics.choices import BY_KEY, LOOP, NEARNESS, OF_UNITS, Shown, Span
from huiying.analytics.presenters.charts import Drawing
from huiying.analytics.presenters.figures import (
    Group,
    Named,
    group_of,
    heat_rows,
    tiles,
    took,
)
from huiying.analytics.presenters.pictures import backlog_of, trend_of
from huiying.analytics.queries.boards import areas_compared, heat, own_figures, units_compared
from huiying.analytics.queries.subjects import (
    Subject,
    area_subject,
    areas_below,
    reach_of,
    tops,
    unit_subject,
    units_below,
    units_beside,
)
from huiying.analytics.rules import Period
from huiying.analytics.views.asked import (
    measure_asked,
    opened_query,
    period_asked,
    query_of,
)
from huiying.appraisal.models import Build
from huiying.appraisal.queries.figures import last_ended, last_good
from huiying.appraisal.rules.rolling import DURATIONS
from huiying.cases.queries.hot import READERS
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.codes import as_id
from huiying.organisations.choices import Level
from huiying.organisations.models import Area
from huiying.organisations.queries import scope_of
from huiying.organisations.views.access import staff_with
from huiying.people.choices import Permission
from huiying.people.views.access import person_of

MEASURES = tuple(dict.fromkeys(one.measure for one in LOOP))
READ = (*MEASURES, *DURATIONS)
NAMES = ("trend", "backlog")


@staff_with(Permission.VIEW_CASES)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The highest view one has; a choice where there are several."""
    on = local_date(clock.now())
    found = tops(reach_of(person_of(request), on), on)
    if len(found) == 1:
        kind, key, _name = found[0]
        return _page(request, kind, key)
    return render(request, "analytics/tops.html", {"tops": found})


@staff_with(Permission.VIEW_CASES)
@require_GET
def area(request: HttpRequest, key: str) -> HttpResponse:
    return _page(request, "area", key)


@staff_with(Permission.VIEW_CASES)
@require_GET
def unit(request: HttpRequest, key: str) -> HttpResponse:
    return _page(request, "unit", key)


def subject_asked(request: HttpRequest, kind: str, key: str, period: Period) -> Subject:
    """Raises Http404 for what does not exist or lies out of reach: nobody learns which."""
    scope = reach_of(person_of(request), local_date(clock.now()))
    if kind == "area":
        found = area_subject(key, scope, period.on)
    else:
        pk = as_id(key)
        found = unit_subject(pk, scope) if pk else None
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    good, shown = last_good(), measure_asked(request)
    period = period_asked(request, good)
    subject = subject_asked(request, kind, key, period)
    loop = LOOP if subject.area else OF_UNITS
    shown = shown if shown in loop else loop[0]
    own = own_figures(subject, period, READ)
    below = areas_below(subject.area, period.on) if subject.area else []
    groups = groups_of(subject, below, period, shown)
    behind = reverse("analytics:cases", args=[subject.kind, subject.key])
    context: dict[str, Any] = {
        "subject": subject,
        "period": period,
        "spans": Span.choices,
        "shown": shown,
        "loop": loop,
        "tiles": tiles(own, period, shown, loop),
        "trend": trend_of(own, period, shown, behind),
        "comparisons": groups,
        "backlog": backlog_of(own, f"{behind}?{query_of(period)}&of=open"),
        "took": took(own, period),
        "nearness": list(NEARNESS.values()),
        "behind": behind,
        "choice": query_of(period),
        "choice_all": query_of(period, shown),
        "opened": opened_query(period),
        "may_see_hot": _may_see_hot(request),
        **freshness(good),
        **_heat(subject, below, period),
    }
    return render(request, "analytics/board.html", context)


def freshness(good: Build | None) -> dict[str, object]:
    """Which figures are shown, and whether newer ones failed."""
    ended = last_ended()
    return {"good": good, "is_behind": ended is not None and ended != good}


def _may_see_hot(request: HttpRequest) -> bool:
    on = local_date(clock.now())
    return any(scope_of(person_of(request), each, on=on) for each in READERS)


def groups_of(subject: Subject, below: Sequence[Area], period: Period, shown: Shown) -> list[Group]:
    """Lower areas beside each other, then units beside units of their kind."""
    found = []
    if below:
        title = str(below[0].get_level_display())
        rows: list[Named] = [
            ("area", each.prefix, each.name, f"area={each.code}") for each in below
        ]
        found.append(group_of(title, rows, areas_compared(below, period, MEASURES), shown))
    if subject.area is not None and subject.area.level < Level.VILLAGE:
        units = units_beside(subject.area, period.on)
    else:
        units = units_below(subject.unit, period.on) if subject.unit else []
    tallies = units_compared(units, period, MEASURES, whole=subject.unit is not None)
    done = BY_KEY["closed"] if shown.key == "voices" else shown
    for kind in dict.fromkeys(each.kind for each in units):
        like = [each for each in units if each.kind == kind]
        named: list[Named] = [("unit", str(u.pk), u.name, f"unit={u.pk}") for u in like]
        group = group_of(str(like[0].get_kind_display()), named, tallies, done, OF_UNITS)
        found.append(replace(group, alone="" if subject.unit else "&alone=1"))
    return found


def _heat(subject: Subject, below: Sequence[Area], period: Period) -> dict[str, object]:
    if subject.area is None or subject.area.level == Level.VILLAGE:
        return {}
    apart = [each for each in below if each.level < Level.VILLAGE]
    groups, counts = heat(apart, subject, period)
    keys = [each.prefix for each in apart] or [subject.key]
    columns = [(key, reverse("analytics:cases", args=["area", key])) for key in keys]
    rows = heat_rows([(one.code, one.name) for one in groups], columns, counts, subject.key)
    names = [each.name for each in apart] or [subject.name]
    return {"heat": rows, "heat_names": names}


@staff_with(Permission.VIEW_CASES)
@require_GET
def picture(request: HttpRequest, kind: str, key: str, name: str) -> HttpResponse:
    """One picture of a dashboard as an SVG file."""
    period, shown = period_asked(request, last_good()), measure_asked(request)
    subject = subject_asked(request, kind, key, period)
    drawing = _drawing(subject, period, shown, name)
    svg = render_to_string("analytics/parts/drawing.svg", {"drawing": drawing, "in_file": True})
    title = _("Figures")
    filename = f"{title}-{subject.key}-{name}-{period.last:%Y%m}.svg"
    return HttpResponse(
        svg,
        content_type="image/svg+xml",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename)}"},
    )


def _drawing(subject: Subject, period: Period, shown: Shown, name: str) -> Drawing:
    if name in NAMES:
        own = own_figures(subject, period, MEASURES)
        return trend_of(own, period, shown).drawing if name == "trend" else backlog_of(own).drawing
    below = areas_below(subject.area, period.on) if subject.area else []
    groups = groups_of(subject, below, period, shown)
    place = as_id(name.removeprefix("group-"))
    if place is None or place >= len(groups):
        raise Http404
    return groups[place].drawing
