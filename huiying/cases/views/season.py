"""The season calendar: what is seen to before people complain, and what this year's work found."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases import actions
from huiying.cases.forms.fields import Plain
from huiying.cases.forms.topics import Raise, SeasonForm, SeasonTaskDone
from huiying.cases.models import SeasonEntry
from huiying.cases.permissions.topics import may_keep_topics, may_work_on
from huiying.cases.queries import visible_to
from huiying.cases.queries.season import card_of_season, running_year, season_for
from huiying.cases.views.keeping import keep
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.views.access import holds, require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff


@staff
@require_GET
def season(request: HttpRequest) -> HttpResponse:
    """What is on or near on top; below it the rest of the year."""
    require(request, Permission.VIEW_CASES)
    now = clock.now()
    found = season_for(person_of(request), now=now)
    cards = [card_of_season(entry, now=now) for entry in found.prefetch_related("tasks")[:200]]
    context = {
        "on": [card for card in cards if card.is_on],
        "later": sorted((card for card in cards if not card.is_on), key=lambda card: card.starts),
        "may_keep": holds(request, Permission.SUPERVISE),
    }
    return render(request, "cases/season.html", context)


def entry_of(request: HttpRequest, pk: int) -> SeasonEntry:
    return get_object_or_404(season_for(person_of(request), now=clock.now()), pk=pk)


@staff
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    entry, person, now = entry_of(request, pk), person_of(request), clock.now()
    on = local_date(now)
    card = card_of_season(entry, now=now)
    raised = visible_to(person, now=now).filter(season_link__season__entry=entry)
    context = {
        "entry": entry,
        "card": card,
        "may_keep": bool(may_keep_topics(entry.area_code, by=person, on=on)),
        "may_work": bool(may_work_on(entry, by=person, on=on)) and card.is_on,
        "cases": list(raised.select_related("area", "lead_unit").order_by("-pk")[:50]),
    }
    return render(request, "cases/season_one.html", context)


def _home(entry: SeasonEntry) -> str:
    return reverse("cases:season-one", args=[entry.pk])


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(request, Permission.SUPERVISE)

    def act(inputs: dict[str, Any]) -> str:
        return _home(actions.add_season(**inputs, by=person_of(request), now=clock.now()))

    page = _page(_("New entry"), reverse("cases:season"), _("Keep"))
    return keep(request, SeasonForm, act, "cases/form.html", context={"page": page})


@staff
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    entry, person, now = entry_of(request, pk), person_of(request), clock.now()
    may_keep_topics(entry.area_code, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> str:
        return _home(actions.change_season(entry, **inputs, by=person, now=now))

    page = _page(_("Change the entry"), _home(entry), _("Keep"))
    first = SeasonForm.first_values(entry)
    return keep(request, SeasonForm, act, "cases/form.html", first=first, context={"page": page})


@staff
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    entry, person, now = entry_of(request, pk), person_of(request), clock.now()
    may_keep_topics(entry.area_code, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> str:
        actions.end_season(entry, by=person, now=now)
        return reverse("cases:season")

    page = _page(_("Take it out of the calendar"), _home(entry), _("Take it out of the calendar"))
    page |= {"intro": entry.title, "is_dangerous": True}
    return keep(request, Plain, act, "cases/form.html", context={"page": page})


@staff
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A task is done; what was found is written down."""
    entry, person, now = entry_of(request, pk), person_of(request), clock.now()
    may_work_on(entry, by=person, on=local_date(now)).require()
    year, wanted = running_year(entry, now=now), get_object_or_404(entry.tasks, pk=number)

    def act(inputs: dict[str, Any]) -> str:
        actions.finish_season_task(year, **inputs, task=wanted, by=person, now=now)
        return _home(entry)

    page = _page(_("A task is done"), _home(entry), _("Done"))
    page |= {"intro": wanted.text}
    return keep(request, SeasonTaskDone, act, "cases/form.html", context={"page": page})


@staff
@require_http_methods(["GET", "POST"])
def raise_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Something was found: open a case before anybody complains."""
    entry, person, now = entry_of(request, pk), person_of(request), clock.now()
    may_work_on(entry, by=person, on=local_date(now)).require()
    year = running_year(entry, now=now)

    def act(inputs: dict[str, Any]) -> str:
        actions.raise_from_season(year, **inputs, by=person, now=now)
        return _home(entry)

    page = _page(_("Open a case of our own"), _home(entry), _("Open the case"))
    page |= {"intro": entry.title}
    first = {"category": entry.category_id, "area": entry.area_id}
    return keep(request, Raise, act, "cases/form.html", first=first, context={"page": page})


def _page(title: str, back: str, submit: str) -> dict[str, Any]:
    up = (_("Season calendar"), reverse("cases:season"))
    return {"title": title, "up": up, "back": back, "submit": submit}
