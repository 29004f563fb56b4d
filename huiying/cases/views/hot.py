"""Hot issues: the list by area, one with its requests, and what becomes of it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from huiying.cases.actions.hot import note_week_fetched, take_out_hot, wave_aside
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Case, HotIssue, HotRun, HotWeek, Request
from huiying.cases.permissions.doors.joining import SURVIVES
from huiying.cases.permissions.hot import may_read_hot
from huiying.cases.queries import requests_visible_to, suggests, visible_to
from huiying.cases.queries.hot import Hot, cases_of, hot_for, hot_numbered
from huiying.cases.rules.hot import common_area
from huiying.cases.views.joining import MOST_AT_ONCE
from huiying.design.presenters import sentence
from huiying.files.views import deliver
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import Refused
from huiying.organisations.models import Area
from huiying.organisations.queries import scope_of
from huiying.organisations.views.access import holds
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_MEMBERS = 100
MOST_AREAS = 40


MUCH, LITTLE = 0.6, 0.3
"""From here on a part of the heat is told, or that there is little of it."""


def reasons_of(issue: HotIssue) -> list[str]:
    """Why it is hot, in words."""
    people = round(issue.people)
    told = [
        (True, ngettext("about %(n)s person", "about %(n)s people", people) % {"n": people}),
        (issue.breadth >= MUCH, _("in several places or on several days")),
        (issue.growth >= MUCH, _("most of it lately")),
        (issue.recent >= MUCH, _("still going on")),
        (issue.unresolved >= MUCH, _("mostly unresolved")),
        (issue.unresolved <= LITTLE, _("mostly resolved")),
    ]
    return [words for is_so, words in told if is_so]


def _require(request: HttpRequest) -> None:
    may_read_hot(by=person_of(request), now=clock.now()).require()


def _area(request: HttpRequest) -> Area | None:
    code = request.GET.get("area", "")
    if not code:
        return None
    on = local_date(clock.now())
    return Area.objects.as_of(on).filter(code=code).order_by("-level").first()


@staff
@require_GET
def hot(request: HttpRequest) -> HttpResponse:
    """The hottest issues of the areas one watches over."""
    _require(request)
    person, now, area = person_of(request), clock.now(), _area(request)
    found = hot_for(person, now=now, area=area)
    weeks = HotWeek.objects.select_related("area").order_by("-monday", "area__code")
    reach = scope_of(person, Permission.EXPORT, on=local_date(now))
    context = {
        "rows": [(each, reasons_of(each.issue)) for each in found],
        "area": area,
        "areas": _areas(found) if area is None else [],
        "is_on": suggests(SuggestionKind.HOT),
        "may_export": holds(request, Permission.EXPORT),
        "weeks": [each for each in weeks[:60] if reach.covers_area(each.area.code)][:8],
        "run": HotRun.objects.order_by("-day").first(),
    }
    return render(request, "cases/hot.html", context)


def _areas(found: Sequence[Hot]) -> list[Area]:
    """Townships and counties in which the issues lie, to look at one of them."""
    codes = {f"{code[:length]:0<12}" for each in found for code in each.areas for length in (6, 9)}
    on = local_date(clock.now())
    return list(
        Area.objects.as_of(on).filter(code__in=codes, level__gte=3).order_by("code")[:MOST_AREAS]
    )


def hot_of(request: HttpRequest, pk: int) -> Hot:
    _require(request)
    found = hot_numbered(pk, person_of(request), now=clock.now())
    if found is None:
        raise Http404(pk)
    return found


@staff
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue with the requests that this person may see."""
    found, person, now = hot_of(request, pk), person_of(request), clock.now()
    cases = list(cases_of(found, visible_to(person, now=now))[:MOST_AT_ONCE])
    open_ = [case for case in cases if case.state in SURVIVES]
    asked = requests_visible_to(person, now=now).filter(pk__in=found.requests)
    rows = asked.select_related("area", "case").defer("text").order_by("-submitted_at")
    context = {
        "hot": found,
        "reasons": reasons_of(found.issue),
        "requests": rows[:MOST_MEMBERS],
        "may_take_on": holds(request, Permission.SUPERVISE) and found.issue.topic is None,
        "merge": _merge_query(open_, pk) if holds(request, Permission.MERGE) else "",
        "open_cases": len(open_),
        "is_aside": found.issue.dismissed_n >= found.issue.n,
    }
    return render(request, "cases/hot_one.html", context)


def _merge_query(cases: Sequence[Case], pk: int) -> str:
    """The page of merging, with these cases ticked."""
    if len(cases) < 2:
        return ""
    ticked = "&".join(f"case={case.case_no}" for case in cases)
    return f"{reverse('cases:merge-many')}?{ticked}&hot={pk}"


@staff
@require_POST
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """It is no one matter, or nothing to act upon."""
    found = hot_of(request, pk)
    try:
        wave_aside(found, by=person_of(request), now=clock.now())
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Waved aside. It comes back when it has doubled."))
    return redirect("cases:hot")


def first_topic(request: HttpRequest, found: Hot) -> dict[str, Any]:
    """What the form of a new topic proposes for an issue."""
    person, now = person_of(request), clock.now()
    asked = Request.objects.filter(pk__in=found.requests)
    categories = [*asked.exclude(category=None).values_list("category", flat=True)]
    units = [
        *cases_of(found, visible_to(person, now=now))
        .exclude(lead_unit=None)
        .values_list("lead_unit", flat=True)
    ]
    on = local_date(now)
    codes = [common_area(sorted(found.areas))]
    area = Area.objects.as_of(on).filter(code__in=codes).order_by("-level").first()
    return {
        "title": found.title,
        "category": _commonest(categories),
        "lead_unit": _commonest(units),
        "area": area.pk if area else None,
    }


def _commonest(values: Sequence[Any]) -> Any:
    return Counter(values).most_common(1)[0][0] if values else None


@staff
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """The issues as a workbook: number, issue, heat, time, places and people."""
    _require(request)
    person, now = person_of(request), clock.now()
    found = hot_for(person, now=now, area=_area(request))
    mark = f"{person.name} {now.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    content = take_out_hot(found, by=person, now=now, mark=mark)
    name = f"hot-{local_date(now):%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@staff
@require_GET
def week(request: HttpRequest, pk: int) -> FileResponse:
    """The table that was made for a week."""
    _require(request)
    made = get_object_or_404(HotWeek.objects.select_related("area", "file"), pk=pk)
    note_week_fetched(made, by=person_of(request), now=clock.now())
    return deliver(made.file)
