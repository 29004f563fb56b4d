"""Monthly topics: the list, one with plan, figures and trend, and the forms of its keepers."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases import actions
from huiying.cases.actions.hot import take_on_hot
from huiying.cases.forms.topic_acts import ACTS, bound_to, keeps, runs
from huiying.cases.forms.topics import (
    TopicForm,
)
from huiying.cases.models import Topic
from huiying.cases.queries import visible_to
from huiying.cases.queries.hot import cases_of
from huiying.cases.queries.topics import cases_for_topic, months_of, topics_for, trend_of
from huiying.cases.views.hot import first_topic, hot_of
from huiying.cases.views.keeping import keep
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.codes import as_id
from huiying.organisations.views.access import holds, require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

A_YEAR = timedelta(days=365)
SHOWN = 50


@staff
@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    require(request, Permission.VIEW_CASES)
    found = topics_for(person_of(request), now=clock.now())
    rows = list(found.prefetch_related("steps")[:SHOWN])
    context = {"topics": rows, "may_open": holds(request, Permission.SUPERVISE)}
    return render(request, "cases/topics.html", context)


def topic_of(request: HttpRequest, pk: int) -> Topic:
    return get_object_or_404(topics_for(person_of(request), now=clock.now()), pk=pk)


@staff
@require_GET
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    found, person, now = topic_of(request, pk), person_of(request), clock.now()
    cases = visible_to(person, now=now).filter(topic_links__topic=found)
    verdicts = [
        (name, act, act.may(found, person, now)) for name, act in ACTS.items() if act.when(found)
    ]
    context = {
        "topic": found,
        "today": local_date(now),
        "steps": list(found.steps.all()),
        "indicators": list(found.indicators.all()),
        "acts": [(name, act) for name, act, verdict in verdicts if verdict],
        "may_change": runs(found) and bool(keeps(found, person, now)),
        "trend": trend_of(found, now=now),
        "months": months_of(found, now=now),
        "cases": list(cases.select_related("area", "lead_unit").order_by("-pk")[:SHOWN]),
        "cases_in_all": found.topic_cases.count(),
        "not_attached": cases_for_topic(found, person, now=now)[:SHOWN].count()
        if keeps(found, person, now)
        else 0,
    }
    return render(request, "cases/topic.html", context)


def _home(made: Topic) -> str:
    return reverse("cases:topic", args=[made.pk])


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(request, Permission.SUPERVISE)
    person, now = person_of(request), clock.now()
    first = {"month": local_date(now), "ends_on": local_date(now) + A_YEAR}
    pk = as_id(request.GET.get("hot", ""))
    issue = None if pk is None else hot_of(request, pk)
    if issue is not None:
        first |= first_topic(request, issue)

    def act(inputs: dict[str, Any]) -> str:
        if issue is not None:
            cases = list(cases_of(issue, visible_to(person, now=now)))
            plan = inputs["plan"]
            return _home(take_on_hot(issue, plan, cases, by=person, now=now))
        return _home(actions.open_topic(**inputs, by=person, now=now))

    page = _page(_("New topic"), reverse("cases:topics"), _("Open the topic"))
    return keep(request, TopicForm, act, "cases/form.html", first=first, context={"page": page})


@staff
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found, person, now = topic_of(request, pk), person_of(request), clock.now()
    keeps(found, person, now).require()

    def act(inputs: dict[str, Any]) -> str:
        return _home(actions.change_topic(found, **inputs, by=person, now=now))

    page = _page(_("Change the topic"), _home(found), _("Keep"))
    first = TopicForm.first_values(found)
    return keep(request, TopicForm, act, "cases/form.html", first=first, context={"page": page})


@staff
@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of the things that are done on a topic."""
    if name not in ACTS:
        raise Http404(name)
    found, person, now, act = topic_of(request, pk), person_of(request), clock.now(), ACTS[name]
    act.may(found, person, now).require()

    def take(inputs: dict[str, Any]) -> str:
        act.take(found, **inputs, by=person, now=now)
        return _home(found)

    page = _page(str(act.label), _home(found), str(act.label))
    page |= {"intro": found.title, "is_dangerous": act.is_dangerous}
    return keep(request, bound_to(act.form, found), take, "cases/form.html", context={"page": page})


def _page(title: str, back: str, submit: str) -> dict[str, Any]:
    up = (_("Monthly topics"), reverse("cases:topics"))
    return {"title": title, "up": up, "back": back, "submit": submit}
