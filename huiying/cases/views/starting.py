"""Opening a case that nobody asked for, and following what one has taken down oneself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases import actions
from huiying.cases.forms import Found
from huiying.cases.presenters import request_line
from huiying.cases.queries import recorded_by
from huiying.cases.views.keeping import keep
from huiying.cases.views.lists import PAGE, before_of, cut
from huiying.lib import clock
from huiying.lib.errors import NotAllowed, gettext_noop
from huiying.organisations.models import Unit
from huiying.organisations.queries import units_of
from huiying.organisations.views.access import holds
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

MAY_NOT = gettext_noop("Your roles do not let you open a case.")


@staff
@require_http_methods(["GET", "POST"])
def raise_found(request: HttpRequest) -> HttpResponse:
    """Something was found before anybody complained (C1)."""
    able = (Permission.SUBMIT, Permission.ACCEPT, Permission.SUPERVISE)
    if not any(holds(request, each) for each in able):
        raise NotAllowed(MAY_NOT)
    person, now = person_of(request), clock.now()

    def act(inputs: dict[str, Any]) -> str:
        case = actions.raise_found(**inputs, by=person, now=now)
        return reverse("cases:cases") if not holds(request, Permission.ACCEPT) else _page_of(case)

    ids = units_of(person, clock.local_date(now))
    unit = Unit.objects.filter(pk__in=ids).order_by("code").first()
    first: dict[str, Any] = {"found_on": clock.local_date(now)}
    if unit is not None:
        first |= {"unit": unit.pk, "area": unit.area_id}
    page = {
        "title": _("Open a case of our own"),
        "up": (_("Cases"), reverse("cases:cases")),
        "back": reverse("cases:cases"),
        "submit": _("Open the case"),
        "intro": _("For what an inspection or a visit finds before anybody complains."),
    }
    return keep(request, Found, act, "cases/form.html", first=first, context={"page": page})


def _page_of(case: Any) -> str:
    return reverse("cases:case", args=[case.case_no])


@staff
@require_GET
def recorded(request: HttpRequest) -> HttpResponse:
    """What this person took down for others, with how each stands."""
    person, now = person_of(request), clock.now()
    found = recorded_by(person, now=now).select_related("area", "case__lead_unit").order_by("-id")
    if (before := before_of(request)) is not None:
        found = found.filter(pk__lt=before)
    page = cut(request, list(found[: PAGE + 1]))
    context = {
        "page": page,
        "lines": [request_line(each, by=person, now=now) for each in page.rows],
    }
    return render(request, "cases/recorded.html", context)
