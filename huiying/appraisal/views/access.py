"""The things of an address, as far as the reader may see them, and how a form is taken."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from huiying.appraisal.forms.schemes import PersonForm
from huiying.appraisal.models import Place, Ranking
from huiying.appraisal.permissions import places_for, rankings_for
from huiying.design.presenters import sentence, status_of
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import Refused
from huiying.people.views.access import person_of
from huiying.people.views.sending import key_of, sent_once


def ranking_of(request: HttpRequest, pk: int) -> Ranking:
    """The ranking of an address, as far as this person may read it."""
    return get_object_or_404(rankings_for(person_of(request), on=local_date(clock.now())), pk=pk)


def place_of(request: HttpRequest, pk: int) -> Place:
    """The result of one unit in a ranking this person may read."""
    found = places_for(person_of(request), on=local_date(clock.now()))
    return get_object_or_404(found, pk=pk)


def keep(
    request: HttpRequest,
    form: PersonForm,
    act: Callable[[dict[str, Any]], str],
    page: Mapping[str, Any],
    template: str = "appraisal/form.html",
) -> HttpResponse:
    """Show a form; when it is sent and good, `act(inputs)` keeps it and names the address to go to."""
    status = 200
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
    return render(
        request, template, {"form": form, "key": key_of(request), "page": page}, status=status
    )


def do(request: HttpRequest, act: Callable[[], object], goal: str, said: str) -> HttpResponse:
    """A button: do it, say so, and go on."""
    try:
        act()
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, said)
    return redirect(goal)


def data_of(request: HttpRequest) -> dict[str, Any]:
    """What a form is bound to."""
    who = {"person": person_of(request), "on": local_date(clock.now())}
    if request.method != "POST":
        return who
    return {"data": request.POST, "files": request.FILES, **who}
