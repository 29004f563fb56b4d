"""The inbox of the person, and the sandbox where messages to residents end in a demonstration."""

import re
from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.appraisal.permissions import places_for
from huiying.cases.queries import requests_visible_to, visible_to
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.codes import as_id
from huiying.notifications import queries
from huiying.notifications.actions import mark_read
from huiying.notifications.choices import Channel, Code
from huiying.notifications.presenters import inbox_line, sandbox_line
from huiying.organisations.views.access import staff_with
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

PAGE = 30
TO_STAFF = (
    Code.NEW_CASE,
    Code.HANDED,
    Code.TO_DISPATCH,
    Code.TO_REVIEW,
    Code.TO_DECIDE,
    Code.DECIDED,
    Code.DUE_SOON,
    Code.OVERDUE,
    Code.REWORK,
    Code.REMINDED,
    Code.ANSWERED,
)
"""Occasions by which an inbox is filtered."""
ABOUT = re.compile(r"(case|request|place):(\d{1,18})")


@staff
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What one was told, newest first; only what is new, of one occasion, or with some words."""
    code, words = request.GET.get("code", ""), request.GET.get("q", "").strip()[:60]
    asked: dict[str, Any] = {
        "unread": request.GET.get("unread") == "1",
        "code": code if code in Code.values else "",
        "words": words,
    }
    found = queries.inbox_filtered(person_of(request), **asked)
    if (before := as_id(request.GET.get("before", ""))) is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    query = request.GET.copy()
    if len(rows) > PAGE:
        query["before"] = str(rows[PAGE - 1].pk)
    context = {
        "lines": [inbox_line(each) for each in rows[:PAGE]],
        "next": f"?{query.urlencode()}" if len(rows) > PAGE else "",
        "asked": asked,
        "codes": [(each.value, each.label) for each in TO_STAFF],
        "is_filtered": any(asked.values()),
    }
    return render(request, "console/inbox.html", context)


@staff
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_read(person_of(request), now=clock.now())
    flash.success(request, _("All messages are marked as read."))
    return redirect("console:inbox")


@staff
@require_GET
def about(request: HttpRequest, subject: str) -> HttpResponse:
    """From a message or an event to the page it is about, if the reader may see that; the messages
    about it then count as read."""
    person, now = person_of(request), clock.now()
    unread = queries.inbox_of(person).filter(about=subject, read_at__isnull=True)
    mark_read(person, now=now, ids=list(unread.values_list("pk", flat=True)))
    found = ABOUT.fullmatch(subject)
    if found is None:
        raise Http404(subject)
    kind, pk = found[1], int(found[2])
    if kind == "place":
        readable = places_for(person, on=local_date(now)).filter(pk=pk)
        return redirect("appraisal:place", pk) if readable.exists() else _gone(request, subject)
    if kind == "case":
        number = visible_to(person, now=now).filter(pk=pk).values_list("case_no", flat=True).first()
    else:
        seen = requests_visible_to(person, now=now).filter(pk=pk)
        number = seen.values_list("receipt_no", flat=True).first()
    if number is None:
        return _gone(request, subject)
    return redirect(reverse(f"cases:{kind}", args=[number]))


def _gone(request: HttpRequest, subject: str) -> HttpResponse:
    """Whoever was told of it learns that it is theirs no more; for others there is no such page."""
    if not queries.inbox_of(person_of(request)).filter(about=subject).exists():
        raise Http404(subject)
    flash.info(request, _("What this message is about is no longer yours to see."))
    return redirect("console:inbox")


@staff_with(Permission.SEE_OPERATIONS)
@require_GET
def sandbox(request: HttpRequest) -> HttpResponse:
    """What would have gone out; only where a sandbox stands in for the real gateway."""
    channel = request.GET.get("channel", "")
    chosen = channel if channel in Channel.values else ""
    page = Paginator(queries.sandbox(chosen), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [sandbox_line(each) for each in page],
        "channels": [one for one in Channel if one is not Channel.IN_APP],
        "chosen": chosen,
    }
    return render(request, "console/sandbox.html", context)
