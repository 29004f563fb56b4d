"""A request before it is a case: accept, ask for details, answer, refuse; and the telephone number."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases.choices import Priority, Step
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.forms import REQUEST_FORMS, Accept
from huiying.cases.models import Case, Request
from huiying.cases.permissions import may_take_on_request, request_steps
from huiying.cases.queries import requests_visible_to, rules_of, suggests
from huiying.cases.views.access import request_of
from huiying.cases.views.beside.panel import StepLink
from huiying.cases.views.beside.reading import shown, with_first
from huiying.cases.views.dangers import danger_of
from huiying.cases.views.shaping import card_of
from huiying.cases.views.similar import waving
from huiying.cases.views.stepping import StepPage, answer
from huiying.cases.views.steps import step_named
from huiying.lib import clock
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff

ICONS = {Step.ACCEPT: "check", Step.ASK_INFO: "help", Step.ANSWER: "speak", Step.REFUSE: "close"}
ICONS |= {Step.ATTACH: "people", Step.TELL_RESULT: "speak", Step.RECORD_WITHDRAWAL: "close"}


@staff
@require_GET
def one(request: HttpRequest, receipt_no: str) -> HttpResponse:
    asked, person, now = request_of(request, receipt_no), person_of(request), clock.now()
    verdicts = request_steps(asked, by=person, now=now)
    links = [
        StepLink(
            step,
            reverse("cases:request-step", args=[asked.receipt_no, step.value]),
            step == Step.ACCEPT,
            ICONS.get(step, ""),
        )
        for step, verdict in verdicts
        if verdict
    ]
    context = {
        "card": card_of(asked, by=person, now=now),
        "earlier": _earlier(asked, person, now),
        "asked": asked,
        "danger": danger_of(asked, by=person, now=now),
        "links": links,
        "refused": [(step, verdict) for step, verdict in verdicts if not verdict],
        "clocks": asked.clocks.filter(stopped_at__isnull=True).order_by("due"),
    }
    return render(request, "cases/request.html", context)


@staff
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, receipt_no: str, name: str) -> HttpResponse:
    asked, found = request_of(request, receipt_no), step_named(name, REQUEST_FORMS)
    person, now = person_of(request), clock.now()
    if request.method == "GET":
        may_take_on_request(found, asked, by=person, now=now).require()
    card = card_of(asked, by=person, now=now)
    accepts = found == Step.ACCEPT
    danger = danger_of(asked, by=person, now=now)
    context: dict[str, Any] = {"card": card, "asked": asked, "danger": danger}
    if accepts and suggests(SuggestionKind.DUPLICATES):
        context["similar_url"] = reverse("cases:similar-request", args=[asked.receipt_no])
        context["similar_more"] = reverse("cases:attach", args=[asked.receipt_no])
    read = shown(asked) if accepts and not card.who.is_hidden else {}
    page = StepPage(
        found,
        asked,
        REQUEST_FORMS[found],
        back=reverse("cases:request", args=[asked.receipt_no]),
        first=with_first(_proposed(asked, request.GET), read.get("read")) if accepts else {},
        goal=waving(request, f"request:{asked.pk}", _case_page) if accepts else None,
        template="cases/accept.html" if accepts else "cases/step.html",
        context=context | read,
    )
    return answer(request, page)


def _proposed(asked: Request, sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the form of acceptance proposes; the catalogue may know a priority for the category, and
    the clerk may have asked for one beside the words of danger."""
    first = Accept.first_values(asked)
    if sent.get("priority") in Priority.values:
        return {**first, "priority": sent["priority"]}
    if asked.category_id is None or asked.is_urgent:
        return first
    on = clock.local_date(clock.now())
    rules = rules_of(asked.category_id, asked.area_code, on=on)
    usual = next((rule.priority for rule in rules if rule.priority), None)
    return {**first, "priority": usual} if usual else first


def _case_page(case: Case) -> str:
    return reverse("cases:case", args=[case.case_no])


def _earlier(asked: Request, person: Person, now: datetime) -> Request | None:
    """The person's own earlier request about it, where this reader may know of that one too."""
    if asked.earlier_id is None:
        return None
    seen = requests_visible_to(person, now=now).select_related("case")
    return seen.filter(pk=asked.earlier_id).first()
