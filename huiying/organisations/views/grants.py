"""Roles given and taken, for the security administrator and those who audit."""

from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from huiying.lib import clock
from huiying.lib.codes import as_id
from huiying.organisations import forms
from huiying.organisations.actions import Reach, grant_role, revoke_grant
from huiying.organisations.models import Grant, Unit
from huiying.organisations.models.validity import as_of
from huiying.organisations.queries import grants_within, scope_of
from huiying.organisations.views.access import holds, require, today
from huiying.organisations.views.steps import Step, acting, day_asked, step_page, step_view
from huiying.people.choices import Permission, Role
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff

M = TypeVar("M", Unit, Person)
GIVE = Permission.MANAGE_GRANTS
PAGE = 30


@staff
@require_GET
def grants(request: HttpRequest) -> HttpResponse:
    """Who holds which role where, as of a day."""
    permission = GIVE if holds(request, GIVE) else Permission.READ_AUDIT
    require(request, permission)
    on, words = day_asked(request), request.GET.get("q", "").strip()[:60]
    role = request.GET.get("role", "")
    rows = grants_within(scope_of(person_of(request), permission, on=today())).filter(as_of(on))
    if role in Role.values:
        rows = rows.filter(role=role)
    for word in words.split():
        rows = rows.filter(
            Q(person__name__contains=word)
            | Q(person__username__startswith=word)
            | Q(unit__name__contains=word)
            | Q(area__name__contains=word)
        )
    listed = rows.select_related("person", "area", "unit").order_by("person__name", "role", "pk")
    context = {
        "on": on,
        "today": today(),
        "words": words,
        "role": role,
        "roles": Role.choices,
        "page": Paginator(listed, PAGE).get_page(request.GET.get("page")),
        "may_grant": permission == GIVE,
    }
    return render(request, "organisations/grants.html", context)


@step_view
def give(request: HttpRequest) -> HttpResponse:
    require(request, GIVE)
    unit = _asked(request, Unit, "unit")
    first = {
        "valid_from": today(),
        "person": _asked(request, Person, "person"),
        "unit": unit,
        "area": unit.area if unit else None,
    }
    form = forms.GrantForm(request.POST or None, initial=first)
    intro = _("Nobody gives a role to oneself, and nobody holds two of the three administrators.")
    step = Step(
        _("Give a role"),
        reverse("organisations:grants"),
        pgettext("organisation", "Give"),
        intro=intro,
    )

    def do(given: dict[str, Any]) -> str:
        reach = Reach(given["area"], given["unit"], given["valid_from"], given["valid_to"])
        role, by, now = Role(given["role"]), person_of(request), clock.now()
        grant_role(given["person"], role, reach, by=by, now=now)
        return reverse("organisations:grants")

    return step_page(request, form, step, do)


@step_view
def take(request: HttpRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(Grant.objects.select_related("person", "area", "unit"), pk=pk)
    require(request, GIVE, area=grant.area)
    form = forms.CloseForm(request.POST or None, initial={"on": today()})
    title = _("Take the role %(role)s from %(name)s") % {
        "role": grant.role_label,
        "name": grant.person.name,
    }
    step = Step(
        title, reverse("organisations:grants"), pgettext("organisation", "Take back"), danger=True
    )

    def do(given: dict[str, Any]) -> str:
        revoke_grant(grant, **given, **acting(request))
        return reverse("organisations:grants")

    return step_page(request, form, step, do)


def _asked(request: HttpRequest, model: type[M], name: str) -> M | None:
    key = as_id(request.GET.get(name, ""))
    return None if key is None else model.objects.filter(pk=key).first()
