"""The inbox of the person, and the sandbox where messages to residents end in a demonstration."""

import re

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.cases.queries import requests_visible_to, visible_to
from huiying.console.views.access import person_of, staff
from huiying.lib import clock
from huiying.notifications import queries
from huiying.notifications.actions import mark_read
from huiying.notifications.choices import Channel
from huiying.notifications.presenters import inbox_line, sandbox_line
from huiying.people.choices import Permission

PAGE = 30
ABOUT = re.compile(r"(case|request):(\d{1,18})")


@staff()
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.inbox_of(person_of(request)), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [inbox_line(each) for each in page]}
    return render(request, "console/inbox.html", context)


@staff()
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_read(person_of(request), now=clock.now())
    flash.success(request, _("All messages are marked as read."))
    return redirect("console:inbox")


@staff()
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
    if kind == "case":
        number = visible_to(person, now=now).filter(pk=pk).values_list("case_no", flat=True).first()
    else:
        seen = requests_visible_to(person, now=now).filter(pk=pk)
        number = seen.values_list("receipt_no", flat=True).first()
    if number is None:
        raise Http404(subject)
    return redirect(reverse(f"cases:{kind}", args=[number]))


@staff(Permission.SEE_OPERATIONS)
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
