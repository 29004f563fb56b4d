"""The supervisor's board, the auditor's board, and who stepped aside."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.cases.choices import Pile, Step
from huiying.cases.models import Entry
from huiying.cases.queries.boards import UnitLine, board_for, extensions_for, recusals_for
from huiying.console import queries
from huiying.console.choices import Watch
from huiying.console.presenters.record import event_lines
from huiying.design.choices import Entry as Tab
from huiying.lib import clock
from huiying.lib.codes import as_id
from huiying.organisations.views.access import staff_with
from huiying.people.choices import Permission
from huiying.people.views.access import person_of

PAGE = 50
LISTS = {
    Pile.LATE: "due=late",
    Pile.DAY: "due=day",
    Pile.RETURNS: "state=RETURN_PENDING",
    Pile.EXTENSIONS: "",
    Pile.REWORK: "state=REWORK",
    Pile.ESCALATED: "state=ESCALATED",
    Pile.SUPERVISED: "watched=any",
    Pile.PLANS: "state=LONG_TERM",
}
"""Pile → the filter of the case list that shows it."""
LOUD = {Pile.LATE: "danger", Pile.DAY: "warning"}
ICONS = {
    Watch.SECRET: "lock",
    Watch.CONTACT: "phone",
    Watch.REFUSED: "shield",
    Watch.TAKEN_OUT: "download",
    Watch.ROLES: "people",
}


@staff_with(Permission.SUPERVISE)
@require_GET
def supervisor(request: HttpRequest) -> HttpResponse:
    """What is late, what will be, what waits for a decision, and in which units."""
    person, now = person_of(request), clock.now()
    board = board_for(person, now=now)
    lines = _after(board.lines, as_id(request.GET.get("after", "")))
    cases = reverse("cases:cases")
    waiting = list(extensions_for(person, now=now)[: PAGE + 1])
    context = {
        "tiles": [
            (
                pile.label,
                n,
                f"{cases}?{LISTS[pile]}" if LISTS[pile] else "#extensions",
                _tone(pile, n),
            )
            for pile, n in board.piles.items()
        ],
        "lines": lines[:PAGE],
        "next": f"?after={lines[PAGE - 1].unit.pk}" if len(lines) > PAGE else "",
        "extensions": waiting[:PAGE],
        "more": len(waiting) > PAGE,
    }
    return render(request, "console/supervisor.html", context)


def _tone(pile: Pile, n: int) -> str:
    return LOUD.get(pile, "") if n else ""


def _after(lines: list[UnitLine], last: int | None) -> list[UnitLine]:
    places = [place for place, line in enumerate(lines) if line.unit.pk == last]
    return lines[places[0] + 1 :] if places else lines


@staff_with(Permission.READ_AUDIT)
@require_GET
def auditor(request: HttpRequest) -> HttpResponse:
    """What deserves a look first: looks at secrets, numbers read, refusals, exports, roles."""
    asked = request.GET.get("show", "")
    shown = Watch(asked) if asked in Watch.values else Watch.SECRET
    now = clock.now()
    counts = queries.watched_counts(now=now)
    rows = queries.watched(shown, before=as_id(request.GET.get("before", "")), limit=PAGE + 1)
    more = urlencode({"show": shown.value, "before": rows[PAGE - 1].pk}) if len(rows) > PAGE else ""
    context = {
        "tabs": [
            Tab(str(watch.label), f"?show={watch.value}", ICONS[watch], watch is shown)
            for watch in Watch
        ],
        "tiles": [
            (watch.label, _counted(counts[watch]), f"?show={watch.value}") for watch in Watch
        ],
        "shown": shown,
        "events": event_lines(*queries.readable(rows[:PAGE], person_of(request), now=now)),
        "next": f"?{more}" if more else "",
    }
    return render(request, "console/auditor.html", context)


def _counted(n: int) -> Any:
    most = queries.MOST_COUNTED
    return n if n <= most else _("more than %(most)s") % {"most": most}


@staff_with(Permission.SUPERVISE, Permission.READ_AUDIT)
@require_GET
def recusals(request: HttpRequest) -> HttpResponse:
    """Who stepped aside from which case, and why."""
    person, now = person_of(request), clock.now()
    found = recusals_for(person, now=now)
    if (before := as_id(request.GET.get("before", ""))) is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    reasons = Entry.objects.filter(
        case__in=[row.case_id for row in rows], step=Step.RECUSE
    ).values_list("case_id", "by_id", "text")
    said = {(case, by): text for case, by, text in reasons}
    context = {
        "rows": [(row, said.get((row.case_id, row.person_id), "")) for row in rows[:PAGE]],
        "next": f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
    }
    return render(request, "console/recusals.html", context)
