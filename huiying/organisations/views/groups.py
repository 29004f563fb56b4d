"""Groups of a village: adding, renaming and ending them, from the village's page."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.organisations.actions import end_group, open_group, rename_group
from huiying.organisations.choices import Level
from huiying.organisations.forms import CloseForm
from huiying.organisations.forms.groups import NewGroupForm, RenameGroupForm
from huiying.organisations.models import Area, Group
from huiying.organisations.queries import groups_of
from huiying.organisations.views.access import require, today
from huiying.organisations.views.steps import Step, acting, change_step, step_page, step_view
from huiying.people.choices import Permission

KEEP = Permission.MANAGE_ORGANISATIONS


@step_view
def new(request: HttpRequest, pk: int) -> HttpResponse:
    village = get_object_or_404(Area, pk=pk, level=Level.VILLAGE)
    require(request, KEEP, area=village)
    there = groups_of(village, today()).order_by("-number").first()
    first = {"number": there.number + 1 if there else 1, "on": today()}
    form = NewGroupForm(request.POST or None, initial=first)
    title = _("New groups in %(name)s") % {"name": village.name}
    intro = _("Requests that name a group of the village are counted for it, as information.")

    def do(given: dict[str, Any]) -> str:
        numbers = range(given["number"], (given["last"] or given["number"]) + 1)
        with transaction.atomic():
            for number in numbers:
                opened = {"valid_from": given["on"], **acting(request)}
                open_group(village, number, given["name"], **opened)
        return _home(village)

    return step_page(request, form, Step(title, _home(village), _("Add"), intro), do)


@step_view
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    group = _kept(request, pk)
    form = RenameGroupForm(request.POST or None, initial={"name": group.name, "on": today()})
    intro = _("The old name stays with everything that happened before that day.")
    step = change_step("rename", group.name, _home(group.village), intro)

    def do(given: dict[str, Any]) -> str:
        return _home(rename_group(group, given["name"], on=given["on"], **acting(request)).village)

    return step_page(request, form, step, do)


@step_view
def end(request: HttpRequest, pk: int) -> HttpResponse:
    group = _kept(request, pk)
    form = CloseForm(request.POST or None, initial={"on": today()})
    step = change_step("close", group.name, _home(group.village))

    def do(given: dict[str, Any]) -> str:
        return _home(end_group(group, **given, **acting(request)).village)

    return step_page(request, form, step, do)


def _kept(request: HttpRequest, pk: int) -> Group:
    group = get_object_or_404(Group.objects.select_related("village"), pk=pk)
    require(request, KEEP, area=group.village)
    return group


def _home(village: Area) -> str:
    return reverse("organisations:area", args=[village.pk])
