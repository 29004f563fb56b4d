"""The panel's board, and how often units return cases."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huiying.cases.choices import ClockKind
from huiying.cases.permissions.doors.panel import PANEL
from huiying.cases.queries.returns import bounces_by_unit, returns_asked, returns_at_panel
from huiying.cases.views.access import person_of, require, staff
from huiying.lib import clock
from huiying.people.choices import Permission

MOST = 100
SPAN = timedelta(days=90)


@staff
@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    """The returns within reach that the panel decides, with what each side says and the views so far,
    and those that still wait for the dispatcher."""
    require(request, Permission.ARBITRATE)
    person, now = person_of(request), clock.now()
    context = {
        "rows": list(returns_at_panel(person, now=now)[:MOST]),
        "asked": list(returns_asked(person, now=now)[:MOST]),
        "decide_label": ClockKind.RETURN.label,
        "needed": PANEL,
        "me": person.pk,
    }
    return render(request, "cases/panel.html", context)


@staff
@require_GET
def returns(request: HttpRequest) -> HttpResponse:
    """Which units send cases back, of those of the last ninety days."""
    require(request, Permission.DECIDE_RETURN)
    now = clock.now()
    rows = bounces_by_unit(person_of(request), since=now - SPAN, now=now)
    return render(request, "cases/returns.html", {"rows": rows, "days": SPAN.days})
