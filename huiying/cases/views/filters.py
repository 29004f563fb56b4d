"""Saved filters of the case list, and taking the list out as Excel."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.cases.actions.exporting import start_export
from huiying.cases.actions.filters import open_with, remove_filter, save_filter
from huiying.cases.forms.filters import tidy
from huiying.cases.models import SavedFilter
from huiying.design.presenters import sentence
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.codes import as_id
from huiying.lib.errors import Refused
from huiying.organisations.models import Unit
from huiying.organisations.queries import units_of
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff
from huiying.people.views.sending import sent_once

MENU = "saved_filters"
"""Where the session keeps the filters that the menu shows."""


@staff
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    require(request, Permission.VIEW_CASES)
    person, now = person_of(request), clock.now()
    query = tidy(request.POST.get("query", ""))
    asked = as_id(request.POST.get("unit", ""))
    mine = units_of(person, local_date(now))
    unit = Unit.objects.filter(pk=asked, pk__in=mine).first() if asked is not None else None
    try:
        kept = save_filter(request.POST.get("name", ""), query, by=person, now=now, unit=unit)
    except Refused as why:
        messages.error(request, sentence(why))
        return redirect(f"{reverse('cases:cases')}?{query or 'all=1'}")
    request.session.pop(MENU, None)
    messages.success(request, _("The filter “%(name)s” is kept.") % {"name": kept.name})
    return redirect(f"{reverse('cases:cases')}?{kept.query}")


@staff
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one's filter, or let the list open with it."""
    person = person_of(request)
    kept = get_object_or_404(SavedFilter, pk=pk, person=person)
    step = request.POST.get("step")
    if step == "remove":
        remove_filter(kept, by=person)
    else:
        open_with(kept if step == "open" else None, by=person)
    request.session.pop(MENU, None)
    return redirect(f"{reverse('cases:cases')}?{'all=1' if step == 'remove' else kept.query}")


@staff
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """What the filter leaves, made in the background; the jobs page has the file."""
    require(request, Permission.EXPORT)
    person, now = person_of(request), clock.now()
    query = tidy(request.POST.get("query", ""))

    def act() -> Answer:
        return Answer(303, {"export": start_export(query, by=person, now=now).pk})

    sent_once(request, act)
    messages.success(request, _("The list is being written. Fetch the file below in a moment."))
    return redirect("console:jobs")
