"""The dispatch catalogue out as Excel, and in again after a check."""

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases.actions.catalogue import note_export
from huiying.cases.forms.catalogue import RuleFilter, RuleList
from huiying.cases.imports.catalogue import Order, Outcome, bring_in, columns, table_rows
from huiying.cases.permissions.catalogue import may_read_rules
from huiying.cases.queries import rules_on
from huiying.cases.views.catalogue import KEEP, matching, today
from huiying.cases.views.stepping import filled
from huiying.design.presenters import sentence
from huiying.files.actions import check_table
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.lib.spreadsheet import write_xlsx
from huiying.organisations.views.access import require
from huiying.people.views.access import person_of, staff

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_FAULTS = 100
LARGEST_MB = 10
"""Of a catalogue as a table; it is read while the person waits."""


@staff
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """What the filter of the list leaves."""
    person, now = person_of(request), clock.now()
    may_read_rules(by=person, now=now).require()
    chosen = RuleFilter(request.GET).chosen()
    on = chosen.get("on") or today()
    content = write_xlsx(columns(), table_rows(matching(rules_on(on), chosen)))
    note_export(by=person, now=now)
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="catalogue-{on:%Y%m%d}.xlsx"'
    return answer


@staff
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Upload a table: first checked, then kept, all of it or nothing."""
    require(request, KEEP)
    form = filled(request, RuleList, {"valid_from": today(), "is_check": True})
    outcome: Outcome | None = None
    if form.is_bound and form.is_valid():
        try:
            outcome = _brought(request, form.cleaned_data)
        except Refused as refused:
            form.add_error("file", sentence(refused))
        else:
            if not outcome.faults and not form.cleaned_data["is_check"]:
                messages.success(request, _("The catalogue is kept."))
                return redirect("cases:catalogue")
    context = {"form": form, **(_shown(outcome) if outcome else {})}
    return render(request, "cases/catalogue_import.html", context)


def _brought(request: HttpRequest, given: dict[str, Any]) -> Outcome:
    file = given["file"]
    check_table(file, cap_mb=LARGEST_MB)
    order = Order(person_of(request), clock.now(), given["valid_from"], given["why"])
    opened = cast(BinaryIO, file.file)
    return bring_in(opened, file.name or "", order, is_check=given["is_check"])


def _shown(outcome: Outcome) -> dict[str, Any]:
    words = {
        "added": _("New entries"),
        "changed": _("Changed entries"),
        "ended": _("Ended entries"),
        "unchanged": _("As before"),
        "past": _("Past, left out"),
    }
    return {
        "is_checked": True,
        "stats": [(words[name], outcome.counts[name]) for name in words if outcome.counts[name]],
        "faults": [(row, sentence(why)) for row, why in outcome.faults[:MOST_FAULTS]],
        "fault_count": len(outcome.faults),
    }
