"""Cases per unit and state, exactly those the reader may see."""

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiying.cases.choices import CaseState
from huiying.cases.queries import counts_for
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.models import Unit
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

MOST_UNITS = 100
ENDED = frozenset(
    {
        CaseState.CLOSED,
        CaseState.ARCHIVED,
        CaseState.WITHDRAWN,
        CaseState.MERGED,
        CaseState.TERMINATED,
    }
)


@login_required
@never_cache
@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    person, now = request.user, clock.now()
    assert isinstance(person, Person)
    may(person, Permission.VIEW_CASES, on=local_date(now)).require()
    found = counts_for(person, now=now)
    by_state: Counter[str] = Counter()
    by_unit: Counter[int] = Counter()
    open_of: Counter[int] = Counter()
    for (unit, state), n in found.items():
        by_state[state] += n
        by_unit[unit] += n
        if state not in ENDED:
            open_of[unit] += n
    states = [state for state in CaseState if by_state[state]]
    top = [unit for unit, _n in sorted(by_unit.items(), key=lambda each: (-each[1], each[0]))]
    names = dict(Unit.objects.filter(pk__in=top[:MOST_UNITS]).values_list("pk", "name"))
    rows = [
        (
            names.get(unit) or _("Without a unit"),
            unit,
            [found[(unit, state)] for state in states],
            by_unit[unit],
        )
        for unit in top[:MOST_UNITS]
    ]
    context = {
        "states": states,
        "rows": rows,
        "total": sum(by_state.values()),
        "open": sum(open_of.values()),
        "totals": [by_state[state] for state in states],
        "state_bars": [(state.label, by_state[state]) for state in states],
        "unit_bars": [(names.get(unit) or _("Without a unit"), open_of[unit]) for unit in top[:10]],
        "left_out": max(0, len(top) - MOST_UNITS),
    }
    return render(request, "analytics/counts.html", context)
