"""Pages to keep reply templates."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.cases import actions
from huiying.cases.forms.texts import WordingForm
from huiying.cases.models.texts import ReplyTemplate
from huiying.cases.permissions.texts import may_change_template
from huiying.cases.queries.wordings import templates_kept_by
from huiying.cases.rules.texts import MARKS
from huiying.cases.views.keeping import keep
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.models import Unit
from huiying.organisations.queries import units_of
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

MOST = 200


def marks() -> list[str]:
    return [f"{{{chinese}}}" for chinese in MARKS.values()]


@staff
@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """Own and shared templates, those put away at the end."""
    require(request, Permission.KEEP_TEXTS)
    person, on = person_of(request), local_date(clock.now())
    rows = sorted(templates_kept_by(person, on=on)[:MOST], key=lambda each: not each.is_active)
    context = {"rows": [(each, bool(may_change_template(each, by=person, on=on))) for each in rows]}
    return render(request, "cases/templates.html", context)


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(request, Permission.KEEP_TEXTS)
    person, now = person_of(request), clock.now()

    def act(inputs: dict[str, Any]) -> str:
        actions.make_template(**inputs, by=person, now=now)
        return reverse("cases:templates")

    unit = Unit.objects.filter(pk__in=units_of(person, local_date(now))).first()
    first = {"unit": unit.pk, "area": unit.area_id} if unit else {}
    context = {"marks": marks()}
    return keep(request, WordingForm, act, "cases/template.html", first=first, context=context)


@staff
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one."""
    person, now = person_of(request), clock.now()
    found = get_object_or_404(ReplyTemplate.objects.select_related("unit", "area"), pk=pk)
    may_change_template(found, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> str:
        actions.change_template(found, **inputs, by=person, now=now)
        return reverse("cases:templates")

    first = WordingForm.first_values(found)
    context = {"template": found, "marks": marks()}
    return keep(request, WordingForm, act, "cases/template.html", first=first, context=context)


@staff
@require_POST
def put_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer it no more, or again."""
    found = get_object_or_404(ReplyTemplate.objects.select_related("unit", "area"), pk=pk)
    actions.put_away_template(
        found, by=person_of(request), now=clock.now(), is_active=not found.is_active
    )
    messages.success(request, _("Kept."))
    return redirect("cases:templates")
