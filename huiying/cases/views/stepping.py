"""One step on its own page: the form the table asks for, taken once however often it is sent."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiying.cases import actions
from huiying.cases.choices import Step
from huiying.cases.forms import StepForm
from huiying.cases.views.access import next_of
from huiying.design.presenters import sentence, status_of
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.codes import as_id
from huiying.lib.errors import Refused
from huiying.people.models import Person
from huiying.people.views.access import person_of
from huiying.people.views.sending import key_of, sent_once

Inputs = dict[str, Any]
TAKE = re.compile(r"take:([a-z_]{1,40})=(\w{1,40})", re.ASCII)
"""A button that puts a suggested value into a field, whatever else was typed."""
DANGEROUS = frozenset(
    {Step.REFUSE, Step.FIND_NOT_DONE, Step.UNPUBLISH, Step.ACCUSE, Step.REFUSE_RETURN, Step.RECUSE}
    | {Step.HAND_OVER}
)


@dataclass
class StepPage:
    """What is special to one step's page."""

    step: Step
    subject: actions.Subject
    form: type[StepForm]
    back: str
    """Where to go afterwards, and on second thoughts."""
    template: str = "cases/step.html"
    version: int | None = None
    first: Mapping[str, Any] = field(default_factory=dict)
    more: Callable[[Person, datetime], Inputs] | None = None
    """Further inputs of the action that are no fields of the form, such as uploads."""
    goal: Callable[[Any], str] | None = None
    """The address to go to, from what the action returned."""
    context: dict[str, Any] = field(default_factory=dict)


def answer(request: HttpRequest, page: StepPage) -> HttpResponse:
    """Show the form; when it is sent and good, take the step and go on."""
    form, status = filled(request, page.form, page.first), 200
    if form.is_bound and form.is_valid():
        try:
            goal = _take(request, page, form.inputs())
        except Refused as refused:
            form.add_error(None, sentence(refused))
            status = status_of(refused)
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": page.step.label})
            return redirect(goal)
    return shown(request, page, form, status)


def shown(request: HttpRequest, page: StepPage, form: StepForm, status: int = 200) -> HttpResponse:
    """The page of a step with its form as it stands."""
    context = {
        "form": form,
        "step": page.step,
        "is_dangerous": page.step in DANGEROUS,
        "back": next_of(request, page.back),
        "next": next_of(request, ""),
        "key": key_of(request),
        "version": page.version,
        **page.context,
    }
    return render(request, page.template, context, status=status)


def filled(
    request: HttpRequest, kind: type[StepForm], first: Mapping[str, Any] | None = None
) -> StepForm:
    """The form as sent, or as proposed. A search of a picker without JavaScript keeps what was typed
    and finds no fault with it yet."""
    if request.method != "POST":
        return kind(initial=dict(first or {}))
    prefix = _prefix(request.POST.get("prefix", ""))
    if "_search" in request.POST:
        typed = {name.removeprefix(f"{prefix}-"): value for name, value in request.POST.items()}
        if taken := TAKE.fullmatch(request.POST["_search"]):
            typed[taken[1]] = taken[2]
        form = kind(initial=typed, prefix=prefix)
        form.data = request.POST
        return form
    return kind(request.POST, request.FILES, prefix=prefix)


def _prefix(asked: str) -> str | None:
    """Where several forms stand on one page each has a prefix of its own."""
    return asked if re.fullmatch(r"c\d{1,18}", asked) else None


def _take(request: HttpRequest, page: StepPage, inputs: Inputs) -> str:
    person, now = person_of(request), clock.now()
    if page.more is not None:
        inputs |= page.more(person, now)
    version = as_id(request.POST.get("version", ""))

    def act() -> Answer:
        result = actions.take(
            page.step,
            page.subject,
            by=person,
            now=now,
            version=None if page.version is None else version,
            **inputs,
        )
        goal = page.goal(result) if page.goal else page.back
        return Answer(303, {"goal": next_of(request, goal)})

    with actions.refusals_kept(by=person, now=now):
        return str(sent_once(request, act).body["goal"])
