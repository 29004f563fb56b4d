"""Cases per unit and state, exactly those the reader may see."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.cases.choices import CaseState
from huiying.cases.queries import counts_for
from huiying.lib import clock
from huiying.organisations.models import Unit
from huiying.organisations.views.access import staff_with
from huiying.people.choices import Permission
from huiying.people.views.access import person_of

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


@staff_with(Permission.VIEW_CASES)
@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    found = counts_for(person_of(request), now=clock.now())
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
            [(state, found[(unit, state)]) for state in states],
            by_unit[unit],
        )
        for unit in top[:MOST_UNITS]
    ]
    context = {
        "states": states,
        "rows": rows,
        "total": sum(by_state.values()),
        "open": sum(open_of.values()),
        "totals": [(state, by_state[state]) for state in states],
        "state_bars": [(state.label, by_state[state]) for state in states],
        "unit_bars": [(names.get(unit) or _("Without a unit"), open_of[unit]) for unit in top[:10]],
        "left_out": max(0, len(top) - MOST_UNITS),
    }
    return render(request, "analytics/counts.html", context)
