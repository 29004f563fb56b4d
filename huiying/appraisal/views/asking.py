"""A form about one unit's result: where it comes from, what it quotes, where it leads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiying.appraisal.forms.schemes import PersonForm
from huiying.appraisal.models import Place
from huiying.appraisal.views.access import keep


@dataclass(frozen=True)
class Asked:
    """The words of the page; `back` is where "cancel" leads, `goal` where sending does: both the
    result itself when blank."""

    title: str
    submit: str
    intro: str = ""
    quote: str = ""
    back: str = ""
    goal: str = ""


def about_place(
    request: HttpRequest,
    place: Place,
    form: PersonForm,
    act: Callable[[dict[str, Any]], object],
    asked: Asked,
) -> HttpResponse:
    """Show the form; when it is sent and good, `act(inputs)` keeps it."""
    home = reverse("appraisal:place", args=[place.pk])

    def kept(inputs: dict[str, Any]) -> str:
        act(inputs)
        return asked.goal or home

    page = {
        "title": asked.title,
        "intro": asked.intro or f"{place.unit_name} · {place.ranking}",
        "quote": asked.quote,
        "about": home,
        "back": asked.back or home,
        "submit": asked.submit,
    }
    return keep(request, form, kept, page)
