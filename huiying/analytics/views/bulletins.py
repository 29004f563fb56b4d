"""Monthly bulletins: ordered by one press or every month, kept with their numbers."""

from datetime import date

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.analytics.actions import note_fetch, order_bulletin, plan_bulletins
from huiying.analytics.forms import BulletinForm
from huiying.analytics.models import Bulletin, BulletinPlan
from huiying.analytics.queries.subjects import LEVEL_OF
from huiying.analytics.rules import shifted
from huiying.analytics.views.access import person_of, staff
from huiying.files.views import deliver
from huiying.jobs.choices import RunState
from huiying.jobs.presenters import run_line
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.codes import pad12
from huiying.organisations.choices import Level
from huiying.organisations.models import Area
from huiying.organisations.queries import scope_of
from huiying.organisations.rules import Scope
from huiying.people.choices import Permission

SHOWN = 60
MOST_AREAS = 400


def _scope(request: HttpRequest) -> Scope:
    return scope_of(person_of(request), Permission.EXPORT, on=local_date(clock.now()))


def _visible(scope: Scope) -> QuerySet[Bulletin]:
    """Bulletins of the areas where one may take lists out."""
    found = Bulletin.objects.select_related("run", "by").order_by("-pk")
    if scope.everything:
        return found
    mine = Q(pk__in=())
    for prefix in scope.prefixes:
        mine |= Q(prefix__startswith=prefix)
    return found.filter(mine)


def _areas(scope: Scope, on: date) -> list[Area]:
    found = Area.objects.as_of(on).filter(level__lt=Level.VILLAGE)
    if not scope.everything:
        found = found.within(scope.prefixes)
    return list(found.order_by("level", "code")[:MOST_AREAS])


@staff(Permission.EXPORT)
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    scope, today = _scope(request), local_date(clock.now())
    areas = _areas(scope, today)
    planned = set(BulletinPlan.objects.values_list("prefix", flat=True))
    rows = list(_visible(scope)[:SHOWN])
    context = {
        "areas": areas,
        "planned": [area for area in areas if area.prefix in planned],
        "unplanned": [area for area in areas if area.prefix not in planned],
        "month": shifted(today.replace(day=1), -1),
        "lines": [(one, run_line(one.run) if one.run else None) for one in rows],
        "is_running": any(one.run and one.run.state == RunState.RUNNING for one in rows),
    }
    return render(request, "analytics/bulletins.html", context)


@staff(Permission.EXPORT)
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


@staff(Permission.EXPORT)
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("wanted") == "1"
    area = _area(request.POST.get("area", ""))
    plan_bulletins(area, by=person_of(request), now=clock.now(), wanted=wanted)
    said = _("The bulletin of %(area)s is made every month from the third day on.")
    ended = _("The bulletin of %(area)s is no longer made by itself.")
    messages.success(request, (said if wanted else ended) % {"area": area.name})
    return redirect("analytics:bulletins")


@staff(Permission.EXPORT)
@require_GET
def fetch(request: HttpRequest, pk: int, which: str) -> FileResponse:
    """One of the files; that somebody fetched it is written down."""
    one = _visible(_scope(request)).select_related("word", "sheets").filter(pk=pk).first()
    kept = {"word": one.word, "excel": one.sheets}.get(which) if one else None
    if one is None or kept is None:
        raise Http404
    note_fetch(one, kept, by=person_of(request), now=clock.now())
    return deliver(kept)


def _area(prefix: str) -> Area:
    level = LEVEL_OF.get(len(prefix))
    if level is None:
        raise Http404
    area = (
        Area.objects.as_of(local_date(clock.now())).filter(code=pad12(prefix), level=level).first()
    )
    if area is None:
        raise Http404
    return area
