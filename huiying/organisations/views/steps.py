"""What all pages of this slice share: who asks, as of which day, and one step with its form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.organisations.views.access import today
from huiying.people.models import Person
from huiying.people.views.access import View, person_of, staff


def day_asked(request: HttpRequest) -> date:
    """The day of ?on=, or today; what is no day is today."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today()


@dataclass(frozen=True)
class Step:
    """The words of one step's page."""

    title: str
    back: str
    """Address of the page to go back to."""
    submit: str
    intro: str = ""
    danger: bool = False


def change_step(what: str, name: str, back: str, intro: str = "") -> Step:
    """The words for a change of an area or unit: rename, merge, split, close."""
    titles = {
        "rename": _("Rename %(name)s"),
        "merge": _("Merge %(name)s"),
        "split": _("Split %(name)s"),
        "close": _("Close %(name)s"),
    }
    buttons = {
        "rename": pgettext("organisation", "Rename"),
        "merge": pgettext("organisation", "Merge"),
        "split": pgettext("organisation", "Split"),
        "close": pgettext("organisation", "Close"),
    }
    title = titles[what] % {"name": name}
    return Step(title, back, buttons[what], intro=intro, danger=what == "close")


def step_view(view: View) -> View:
    """A page with one form, for whoever is signed in."""
    return staff(require_http_methods(["GET", "POST"])(view))


class Acting(TypedDict):
    """Who acts and when, as every action wants to know."""

    by: Person
    now: datetime


def acting(request: HttpRequest) -> Acting:
    return {"by": person_of(request), "now": clock.now()}


def step_page(
    request: HttpRequest, form: forms.Form, step: Step, do: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    """Show the form; when it is sent and good, `do` it and go where `do` says.

    A refusal is shown above the form, with everything typed still there.
    """
    if form.is_valid():
        try:
            goal = do(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, sentence(refused))
        else:
            messages.success(request, _("Done."))
            return redirect(goal)
    return render(request, "organisations/step.html", {"form": form, "step": step})
