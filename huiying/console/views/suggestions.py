"""The suggestions of the platform: which are made, how people decided about them, the switches."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiying.cases import actions
from huiying.cases.choices.suggestions import DOES, SuggestionKind
from huiying.cases.queries.suggestions import switches, tallies
from huiying.cases.rules.suggestions import LOOK_BACK
from huiying.lib import clock
from huiying.organisations.views.access import holds_any, staff_with
from huiying.people.choices import Permission
from huiying.people.views.access import person_of

MORE: Mapping[SuggestionKind, str] = {
    SuggestionKind.CATEGORY: "cases:category-models",
    SuggestionKind.DRAFTING: "cases:drafting-endpoint",
}
"""Sort → page of its own, where there is one."""
KEPT_BY_SWITCHERS = frozenset({SuggestionKind.DRAFTING})
"""Sorts whose page is for whoever switches."""


COUNTS_MISSED = frozenset({SuggestionKind.URGENCY})
"""Sorts of which misses are known, so that what was found can be told as a share of what was needed."""


@staff_with(Permission.MANAGE_INSIGHT, Permission.SUPERVISE, Permission.READ_AUDIT)
@require_http_methods(["GET", "POST"])
def suggestions(request: HttpRequest) -> HttpResponse:
    """Each sort with its figures of the last days; the system administrator switches."""
    if request.method == "POST":
        return _switch(request)
    counted = tallies(clock.now() - LOOK_BACK)
    may_switch = holds_any(request, Permission.MANAGE_INSIGHT)
    rows: list[dict[str, Any]] = [
        {
            "kind": kind,
            "does": DOES[kind],
            "row": row,
            "is_on": row is None or row.is_on,
            "tally": counted[kind],
            "counts_missed": kind in COUNTS_MISSED,
            "more": _page(kind) if may_switch or kind not in KEPT_BY_SWITCHERS else "",
        }
        for kind, row in switches().items()
    ]
    context = {
        "rows": rows,
        "days": LOOK_BACK.days,
        "may_switch": may_switch,
    }
    return render(request, "console/suggestions.html", context)


def _switch(request: HttpRequest) -> HttpResponse:
    kind = request.POST.get("kind", "")
    if kind not in SuggestionKind.values:
        raise Http404(kind)
    is_on = request.POST.get("on") == "1"
    actions.switch_suggestion(kind, is_on=is_on, by=person_of(request), now=clock.now())
    said = _("Switched on: %(what)s.") if is_on else _("Switched off: %(what)s.")
    messages.success(request, said % {"what": SuggestionKind(kind).label})
    return redirect("console:insight")


def _page(kind: SuggestionKind) -> str:
    try:
        return reverse(MORE[kind]) if kind in MORE else ""
    except NoReverseMatch:
        return ""
