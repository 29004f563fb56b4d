"""What every page begins with: who asks, how a refusal is shown, and how a form is taken."""

from collections.abc import Callable, Mapping
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huiying.appraisal.forms.schemes import PersonForm
from huiying.appraisal.models import Place, Ranking
from huiying.appraisal.permissions import places_for, rankings_for
from huiying.design.middleware import back
from huiying.design.presenters import sentence
from huiying.jobs.actions import Answer, once
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, Refused
from huiying.people.models import Person

View = Callable[..., HttpResponseBase]


def staff(view: View) -> View:
    """For those signed in, never kept by a browser; a refusal becomes a page with its sentence."""

    @login_required
    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, **kwargs)
        except Refused as refused:
            status = status_of(refused)
            context = {"sentence": sentence(refused), "status": status, "back_url": back(request)}
            return render(request, "cases/refused.html", context, status=status)

    return checked


def status_of(refused: Refused) -> int:
    """403 where this person may not, 409 where nobody can as things stand."""
    return 403 if isinstance(refused, NotAllowed) else 409


def person_of(request: HttpRequest) -> Person:
    """Who is signed in, on pages that require it."""
    assert isinstance(request.user, Person)
    return request.user


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
    key = request.POST.get("key", "")[:80] or uuid4().hex
    if form.is_bound and form.is_valid():

        def taken() -> Answer:
            return Answer(303, {"goal": act(form.inputs())})

        try:
            done = once(person_of(request), key, _hash(request), taken, now=clock.now())
        except Refused as refused:
            form.add_error(None, sentence(refused))
            status = status_of(refused)
        else:
            messages.success(request, _("Kept."))
            return redirect(str(done.body["goal"]))
    return render(request, template, {"form": form, "key": key, "page": page}, status=status)


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


def _hash(request: HttpRequest) -> str:
    sent = sorted(
        (name, value)
        for name in request.POST
        if name not in {"csrfmiddlewaretoken", "key"}
        for value in request.POST.getlist(name)
    )
    return sha256(repr((request.path, sent)).encode()).hexdigest()
