"""Monthly bulletins: ordered by one press or every month, kept with their numbers."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.analytics.actions import note_fetch, order_bulletin, plan_bulletins
from huiying.analytics.forms import BulletinForm
from huiying.analytics.models import BulletinPlan
from huiying.analytics.queries.bulletins import (
    area_with,
    areas_within,
    bulletins_within,
    export_scope,
)
from huiying.analytics.rules import shifted
from huiying.files.views import deliver
from huiying.jobs.choices import RunState
from huiying.jobs.presenters import run_line
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.models import Area
from huiying.organisations.rules import Scope
from huiying.organisations.views.access import staff_with
from huiying.people.choices import Permission
from huiying.people.views.access import person_of

SHOWN = 60


def _scope(request: HttpRequest) -> Scope:
    return export_scope(person_of(request), local_date(clock.now()))


@staff_with(Permission.EXPORT)
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    scope, today = _scope(request), local_date(clock.now())
    areas = areas_within(scope, today)
    planned = set(BulletinPlan.objects.values_list("prefix", flat=True))
    rows = list(bulletins_within(scope)[:SHOWN])
    context = {
        "areas": areas,
        "planned": [area for area in areas if area.prefix in planned],
        "unplanned": [area for area in areas if area.prefix not in planned],
        "month": shifted(today.replace(day=1), -1),
        "lines": [(one, run_line(one.run) if one.run else None) for one in rows],
        "is_running": any(one.run and one.run.state == RunState.RUNNING for one in rows),
    }
    return render(request, "analytics/bulletins.html", context)


@staff_with(Permission.EXPORT)
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    form = BulletinForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose an area and a month."))
        return redirect("analytics:bulletins")
    area, month = _area(form.cleaned_data["area"]), form.cleaned_data["month"]
    order_bulletin(area, month, by=person_of(request), now=clock.now())
    messages.success(request, _("The bulletin is being made. It appears here within a minute."))
    return redirect("analytics:bulletins")


@staff_with(Permission.EXPORT)
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("wanted") == "1"
    area = _area(request.POST.get("area", ""))
    plan_bulletins(area, by=person_of(request), now=clock.now(), wanted=wanted)
    said = _("The bulletin of %(area)s is made every month from the third day on.")
    ended = _("The bulletin of %(area)s is no longer made by itself.")
    messages.success(request, (said if wanted else ended) % {"area": area.name})
    return redirect("analytics:bulletins")


@staff_with(Permission.EXPORT)
@require_GET
def fetch(request: HttpRequest, pk: int, which: str) -> FileResponse:
    """One of the files; that somebody fetched it is written down."""
    one = bulletins_within(_scope(request)).filter(pk=pk).first()
    kept = {"word": one.word, "excel": one.sheets}.get(which) if one else None
    if one is None or kept is None:
        raise Http404
    note_fetch(one, kept, by=person_of(request), now=clock.now())
    return deliver(kept)


def _area(prefix: str) -> Area:
    area = area_with(prefix, local_date(clock.now()))
    if area is None:
        raise Http404
    return area
