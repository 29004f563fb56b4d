"""Bringing in lists of areas, units or people: upload, check, bring in, fetch what came back."""

from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.design.presenters import sentence
from huiying.files.actions import check_table
from huiying.files.rules import XLSX
from huiying.files.views import deliver
from huiying.jobs.presenters import run_line
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.organisations.actions import lists as actions
from huiying.organisations.choices import ListKind
from huiying.organisations.forms import ListForm
from huiying.organisations.imports.working import check_columns
from huiying.organisations.models import ListImport
from huiying.people.views.access import person_of, staff

SHOWN = 10
"""Earlier lists on the first page."""


@dataclass(frozen=True)
class Told:
    """The words of one kind's pages."""

    title: str
    intro: str
    columns: str


@staff
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Upload a list; one's earlier lists below."""
    kind = _kind(kind)
    actions.permit(kind, by=person_of(request), now=clock.now())
    form, status = ListForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            one = _uploaded(request, kind, form.cleaned_data["file"])
        except Refused as refused:
            form.add_error("file", sentence(refused))
            status = 409
        else:
            return redirect("organisations:list", pk=one.pk)
    earlier = _mine(request).filter(kind=kind).order_by("-id")[:SHOWN]
    context = {
        "form": form,
        "told": told_of(kind),
        "earlier": [(one, run_line(one.run) if one.run else None) for one in earlier],
    }
    return render(request, "organisations/list_upload.html", context, status=status)


def _uploaded(request: HttpRequest, kind: ListKind, file: "UploadedFile[bytes]") -> ListImport:
    check_table(file)
    check_columns(kind, cast(BinaryIO, file.file), file.name or "")
    by, now = person_of(request), clock.now()
    one = actions.upload_list(file, kind, by=by, now=now)
    return actions.start_list(one, by=by, now=now, is_dry=True)


@staff
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: what a check found, how far it is, what came of it."""
    found, status = get_object_or_404(_mine(request), pk=pk), 200
    actions.permit(ListKind(found.kind), by=person_of(request), now=clock.now())
    if request.method == "POST":
        try:
            actions.start_list(found, by=person_of(request), now=clock.now(), is_dry=False)
        except Refused as refused:
            messages.error(request, sentence(refused))
            status = 409
        else:
            return redirect("organisations:list", pk=pk)
    is_part = request.headers.get("HX-Request") == "true"
    template = "organisations/_list_state.html" if is_part else "organisations/list.html"
    return render(request, template, _shown(found), status=status)


@staff
@require_GET
def failed(request: HttpRequest, pk: int) -> FileResponse:
    """The rows that came back, as Excel; every look is on record."""
    found = get_object_or_404(_mine(request), pk=pk)
    return deliver(actions.fetch_failed(found, by=person_of(request), now=clock.now()))


@staff
@require_POST
def passwords(request: HttpRequest, pk: int) -> HttpResponse:
    """The one-time passwords of new accounts; they can be fetched once."""
    found = get_object_or_404(_mine(request), pk=pk)
    content = actions.fetch_secrets(found, by=person_of(request), now=clock.now())
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="passwords.xlsx"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _kind(kind: str) -> ListKind:
    if kind not in ListKind.values:
        raise Http404
    return ListKind(kind)


def _mine(request: HttpRequest) -> QuerySet[ListImport]:
    found = ListImport.objects.filter(by=person_of(request))
    return found.select_related("run", "failed", "upload", "secrets")


def _shown(one: ListImport) -> dict[str, Any]:
    line, counts = run_line(one.run) if one.run else None, one.counts
    is_over = line is not None and not line.running
    good = counts.get("created", 0) + counts.get("updated", 0)
    return {
        "one": one,
        "told": told_of(ListKind(one.kind)),
        "line": line,
        "step": 2 if one.run and not one.is_dry else 1,
        "steps": [_("Check"), _("Bring in")],
        "stats": [(words, counts[name], name) for name, words in _words() if counts.get(name)],
        "faults": [(row, column, sentence(why)) for row, column, why in one.refusals],
        "fresh": good,
        "may_bring_in": bool(is_over and one.is_dry and one.upload_id and good),
        "is_done": bool(is_over and not one.is_dry and counts),
    }


def _words() -> list[tuple[str, str]]:
    """What became of rows, in the reader's words."""
    return [
        ("created", pgettext("rows", "New")),
        ("updated", _("Updated")),
        ("unchanged", _("As before")),
        ("closed", _("Closed here since")),
        ("bad", _("Wrong")),
    ]


def told_of(kind: ListKind) -> Told:
    """What a page says of its lists, and the headings they have."""
    return {
        ListKind.AREAS: lambda: Told(
            _("Import areas"),
            _("Provinces, cities, counties, townships and villages with their codes."),
            "code 代码, level 级别, name 名称, parent_code 上级代码, parent_level 上级级别, valid_from 启用日期",
        ),
        ListKind.GROUPS: lambda: Told(
            _("Import groups"),
            _(
                "Groups of villages and communities: the village's code and the number of the group."
            ),
            "village_code 村代码, number 组号, name 组名, valid_from 启用日期",
        ),
        ListKind.UNITS: lambda: Told(
            _("Import units"),
            _("Units with their kind and area, and if wanted the unit above, head and deputy."),
            "code 单位代码, name 单位名称, kind 单位类型, area_code 区划代码, area_level 区划级别, parent_code 上级单位代码, phone 公开电话, commitments 服务承诺, valid_from 启用日期, head 负责人, deputy 分管负责人",
        ),
        ListKind.PEOPLE: lambda: Told(
            _("Import people and roles"),
            _("One row a role. Who has no account yet gets one, with a one-time password."),
            "username 用户名, name 姓名, role 角色, area_code 区划代码, area_level 区划级别, unit_code 单位代码, from 开始日期, to 结束日期, phone 电话",
        ),
    }[kind]()
