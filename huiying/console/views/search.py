"""One box for everything: cases by words or number, requests by receipt number, and, for those who
may, requests by telephone number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from huiying.cases import actions
from huiying.cases.models import Case
from huiying.cases.presenters import request_line
from huiying.cases.queries import requests_by_phone, requests_visible_to, visible_to
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.phones import normalise
from huiying.lib.receipts import tidy_number
from huiying.organisations.queries import search_units
from huiying.organisations.views.access import holds_any, staff_with
from huiying.people.choices import Permission
from huiying.people.views.access import person_of
from huiying.search.queries import count_capped, newest

LONGEST = 100
SHOWN = 50
MOST_UNITS = 6


@staff_with(Permission.VIEW_CASES)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), clock.now()
    words = request.GET.get("q", "").strip()[:LONGEST]
    visible = visible_to(person, now=now)
    one = _one(words, request)
    if one is not None:
        return one
    found: list[Case] = []
    count = 0
    if words:
        refs = newest("case", words, limit=SHOWN, within=visible)
        rows = Case.objects.filter(pk__in=refs).select_related("lead_unit", "area")
        found = list(rows.order_by("-id"))
        count = count_capped("case", words, within=visible) if len(refs) == SHOWN else len(refs)
    context = {
        "words": words,
        "units": search_units(words, on=local_date(now), limit=MOST_UNITS),
        "cases": found,
        "count": count,
        "is_phone": bool(words and normalise(words)),
        "may_find": holds_any(request, Permission.FIND_BY_CONTACT),
    }
    return render(request, "console/search.html", context)


def _one(words: str, request: HttpRequest) -> HttpResponse | None:
    """A number leads straight to its page, if the reader may see it."""
    person, now = person_of(request), clock.now()
    if number := tidy_number(words):
        asked = requests_visible_to(person, now=now).filter(receipt_no=number).first()
        if asked is not None:
            return redirect("cases:request", receipt_no=asked.receipt_no)
    number = tidy_number(words[1:]) if words[:1] in "Cc" else None
    if number:
        case = visible_to(person, now=now).filter(case_no=f"C{number}").first()
        if case is not None:
            return redirect("cases:case", case_no=case.case_no)
    return None


@sensitive_post_parameters()
@staff_with(Permission.FIND_BY_CONTACT)
@require_POST
def by_contact(request: HttpRequest) -> HttpResponse:
    """By telephone number (P7): sent in the body, so that it stands in no log; the search is on record."""
    person, now = person_of(request), clock.now()
    typed = request.POST.get("phone", "").strip()[:40]
    number = normalise(typed)
    found = list(requests_by_phone(number, by=person, now=now)[:SHOWN]) if number else []
    if number:
        actions.note_contact_search(by=person, now=now, found=len(found))
    context = {
        "typed": typed,
        "is_number": bool(number),
        "lines": [request_line(each, by=person, now=now) for each in found],
    }
    return render(request, "console/by_contact.html", context)
