"""Forms that keep a thing of their own: shown, checked, and taken once however often they are sent."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiying.cases.forms import StepForm
from huiying.cases.views.stepping import filled
from huiying.design.presenters import sentence, status_of
from huiying.jobs.actions import Answer
from huiying.lib.errors import Refused
from huiying.people.views.sending import key_of, sent_once


def keep(
    request: HttpRequest,
    kind: type[StepForm],
    act: Callable[[dict[str, Any]], str],
    template: str,
    *,
    first: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show the form; when it is good, `act(inputs)` keeps it and names the address to go to."""
    form, status = filled(request, kind, first), 200
    if form.is_bound and form.is_valid():

        def taken() -> Answer:
            return Answer(303, {"goal": act(form.inputs())})

        try:
            done = sent_once(request, taken)
        except Refused as refused:
            form.add_error(None, sentence(refused))
            status = status_of(refused)
        else:
            messages.success(request, _("Kept."))
            return redirect(str(done.body["goal"]))
    page = {"form": form, "key": key_of(request), **(context or {})}
    return render(request, template, page, status=status)
