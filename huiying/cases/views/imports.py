"""Bringing in a list of requests: upload, say what the columns are, check, bring in, fetch what failed."""

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases.actions.importing import Plan, Target, fetch_failed, start_import, upload_list
from huiying.cases.forms.importing import Columns, Upload
from huiying.cases.imports import header_of
from huiying.cases.imports.running import COUNTS
from huiying.cases.models import RequestImport
from huiying.cases.rules.importing import (
    DEFAULT_SOURCE,
    ColumnMap,
    column_map,
    column_map_of,
    proposed,
)
from huiying.cases.views.stepping import filled
from huiying.design.presenters import sentence, status_of
from huiying.files.actions import check_table
from huiying.files.views import deliver
from huiying.jobs.presenters import run_line
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

SHOWN = 10
"""Earlier lists on the first page."""
LARGEST_MAPPING = 100_000
"""Bytes of a mapping file."""


@staff
@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Upload a list; one's earlier lists below."""
    require(request, Permission.IMPORT_REQUESTS)
    form, status = filled(request, Upload), 200
    if form.is_bound and form.is_valid():
        try:
            one = _uploaded(request, form.inputs())
        except Refused as refused:
            form.add_error("file", sentence(refused))
            status = status_of(refused)
        else:
            return redirect("cases:import-one", pk=one.pk)
    earlier = _mine(request).order_by("-id")[:SHOWN]
    context = {"form": form, "earlier": [(one, _line(one)) for one in earlier]}
    return render(request, "cases/import.html", context, status=status)


def _uploaded(request: HttpRequest, given: dict[str, Any]) -> RequestImport:
    file: UploadedFile[bytes] = given["file"]
    check_table(file)
    header = header_of(cast(BinaryIO, file.file), file.name or "")
    file.seek(0)
    columns = _columns(given["mapping"], header)
    source = given["source"] or columns.source or DEFAULT_SOURCE
    plan = Plan(Target(given["area"], source, given["unit"]), columns.as_dict())
    return upload_list(file, plan, header=header, by=person_of(request), now=clock.now())


def _columns(mapping: "UploadedFile[bytes] | None", header: list[str]) -> ColumnMap:
    if mapping is None:
        return proposed(header)
    columns = column_map_of(mapping.read(LARGEST_MAPPING).decode("utf-8-sig", "replace"))
    columns.places(header)
    return columns


@staff
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: its columns, what a check found, how far it is, what came of it."""
    require(request, Permission.IMPORT_REQUESTS)
    found = get_object_or_404(_mine(request), pk=pk)
    bringing = request.POST.get("step") == "import"
    posted = request.POST if request.method == "POST" and not bringing else None
    form, status = Columns(posted, header=found.header, mapping=found.mapping), 200
    if bringing or (form.is_bound and form.is_valid()):
        try:
            _start(request, found, found.mapping if bringing else form.mapping(), bringing)
        except Refused as refused:
            messages.error(request, sentence(refused))
            status = status_of(refused)
        else:
            return redirect("cases:import-one", pk=pk)
    is_part = request.headers.get("HX-Request") == "true"
    template = "cases/_import_state.html" if is_part else "cases/import_one.html"
    return render(request, template, {"form": form, **_shown(found)}, status=status)


def _start(
    request: HttpRequest, one: RequestImport, mapping: dict[str, Any], bringing: bool
) -> None:
    column_map(mapping).places(one.header)
    plan = Plan(Target(one.area, one.source, one.unit), mapping)
    start_import(one, plan, by=person_of(request), now=clock.now(), is_dry=not bringing)


@staff
@require_GET
def failed(request: HttpRequest, pk: int) -> FileResponse:
    """The rows that came back, as Excel; every look is on record."""
    found = get_object_or_404(_mine(request), pk=pk)
    return deliver(fetch_failed(found, by=person_of(request), now=clock.now()))


def _mine(request: HttpRequest) -> Any:
    found = RequestImport.objects.filter(by=person_of(request))
    return found.select_related("run", "area", "unit", "failed", "upload")


def _line(one: RequestImport) -> Any:
    return run_line(one.run) if one.run else None


def _shown(one: RequestImport) -> dict[str, Any]:
    line, counts = _line(one), one.counts
    is_over = line is not None and not line.running
    return {
        "one": one,
        "line": line,
        "step": 3 if one.run and not one.is_dry else 2 if one.run and is_over else 1,
        "steps": [_("Columns"), _("Check"), _("Bring in")],
        "stats": [(_words()[name], counts[name], name) for name in COUNTS if counts.get(name)],
        "faults": [(row, column, sentence(why)) for row, column, why in one.refusals],
        "fresh": counts.get("opened", 0) + counts.get("closed", 0) + counts.get("updated", 0),
        "may_bring_in": bool(is_over and one.is_dry and one.upload_id and counts),
        "is_done": bool(is_over and not one.is_dry and counts),
    }


def _words() -> dict[str, str]:
    """What became of rows, in the reader's words."""
    return {
        "opened": _("New, to be accepted"),
        "closed": _("New, with a reply"),
        "updated": _("Updated"),
        "unchanged": _("As before"),
        "left": _("Left alone"),
        "skipped": _("Skipped by the mapping"),
        "bad": _("Wrong"),
    }
