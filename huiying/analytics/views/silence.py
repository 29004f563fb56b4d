"""The silence map: villages nobody hears from."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.analytics.actions import enter_populations
from huiying.analytics.choices import Span
from huiying.analytics.forms import PeopleForm
from huiying.analytics.imports import populations_in
from huiying.analytics.models import Population
from huiying.analytics.queries.groups import QuietGroups, groups_in, quiet_groups
from huiying.analytics.queries.silence import Village, people_in, quiet_below, villages_of
from huiying.analytics.rules import Period, per_thousand
from huiying.analytics.views.asked import opened_query, period_asked, query_of
from huiying.analytics.views.boards import freshness, subject_asked
from huiying.appraisal.queries.figures import last_good
from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import Refused
from huiying.lib.spreadsheet import read_table
from huiying.organisations.choices import Level
from huiying.organisations.models import Area
from huiying.organisations.queries import scope_of
from huiying.organisations.views.access import holds, staff_with
from huiying.people.choices import Permission
from huiying.people.views.access import person_of

KEEP = Permission.MANAGE_ORGANISATIONS


@dataclass(frozen=True)
class Line:
    """A village with its requests per 1,000 people, where the people are known."""

    village: Village
    per_thousand: float | None = None
    groups: QuietGroups | None = None
    """None where no groups of the village were entered."""


@staff_with(Permission.VIEW_CASES)
@require_GET
def silence(request: HttpRequest, key: str) -> HttpResponse:
    """Areas with how many of their villages gave no sign; of a township, its villages one by one."""
    good = last_good()
    period = period_asked(request, good)
    subject = subject_asked(request, "area", key, period)
    if subject.area is None:
        raise Http404
    below = quiet_below(subject.area, period, period.on)
    villages = [] if below else villages_of(subject.area, period, period.on)
    context = {
        "subject": subject,
        "period": period,
        "spans": Span.choices,
        "below": below,
        "villages": _lines(villages, period),
        **_groups(request, subject.area, period),
        "may_enter": may_enter(request),
        "total": sum(each.villages for each in below),
        "silent": sum(each.silent for each in below),
        "choice": query_of(period),
        "opened": opened_query(period),
        **freshness(good),
    }
    return render(request, "analytics/silence.html", context)


def _lines(villages: list[Village], period: Period) -> list[Line]:
    people = people_in(each.area.prefix for each in villages)
    groups = quiet_groups([each.area for each in villages], period, period.on)
    return [
        Line(
            each,
            per_thousand(each.voices, people.get(each.area.prefix, 0)),
            groups.get(each.area.code),
        )
        for each in villages
    ]


def _groups(request: HttpRequest, area: Area, period: Period) -> dict[str, Any]:
    """The groups of a village, and whether the reader may enter some."""
    if area.level != Level.VILLAGE:
        return {}
    lines, unnamed = groups_in(area, period, period.on)
    return {
        "is_village": True,
        "group_lines": lines,
        "unnamed": unnamed,
        "may_keep_groups": area.valid_to is None and holds(request, KEEP, area=area),
    }


def may_enter(request: HttpRequest) -> bool:
    on = local_date(clock.now())
    return bool(scope_of(person_of(request), Permission.MANAGE_ORGANISATIONS, on=on))


@staff_with(Permission.MANAGE_ORGANISATIONS)
@require_http_methods(["GET", "POST"])
def populations(request: HttpRequest) -> HttpResponse:
    """How many people live where, from a list."""
    now = clock.now()
    form = PeopleForm(
        request.POST or None, request.FILES or None, initial={"year": local_date(now).year}
    )
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            found = populations_in(read_table(upload.read(), upload.name), local_date(now))
            n = enter_populations(found, form.cleaned_data["year"], by=person_of(request), now=now)
        except Refused as refused:
            form.add_error("file", sentence(refused))
        else:
            messages.success(request, _("The people of %(n)s areas were written down.") % {"n": n})
            return redirect("analytics:populations")
    known = Population.objects.count()
    return render(request, "analytics/populations.html", {"form": form, "known": known})
