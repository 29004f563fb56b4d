"""A page with one form that is taken once, however often it is sent: for what is not a step on a case."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiying.design.presenters import sentence, status_of
from huiying.jobs.actions import Answer
from huiying.lib.errors import Refused
from huiying.people.views.sending import key_of, sent_once


@dataclass
class FormPage:
    """The words around a form, and where it leads."""

    title: str
    submit: str
    back: str
    up: tuple[str, str]
    """Label and address of the page above, for the way back at the top."""
    intro: str = ""
    is_dangerous: bool = False
    done: str = ""
    template: str = "cases/form.html"
    context: dict[str, Any] = field(default_factory=dict)


def answer_form(
    request: HttpRequest, form: forms.Form, page: FormPage, act: Callable[[], str]
) -> HttpResponse:
    """Show the form; when it is sent and good, `act` and go to the address it gives."""
    status = 200
    if form.is_bound and form.is_valid():
        try:
            goal = sent_once(request, lambda: Answer(303, {"goal": act()})).body["goal"]
        except Refused as refused:
            form.add_error(None, sentence(refused))
            status = status_of(refused)
        else:
            messages.success(request, page.done or _("Done."))
            return redirect(goal)
    context = {"form": form, "page": page, "key": key_of(request), **page.context}
    return render(request, page.template, context, status=status)
