"""Staff take a request down; the person gets number and code read out or printed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from huiying.cases import actions
from huiying.cases.actions import Receipt, Voice
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.forms import AtTheDoor, OnSpot, Record
from huiying.cases.models import Request
from huiying.cases.queries import suggests
from huiying.cases.views.evidence import Proofs
from huiying.cases.views.stepping import filled
from huiying.design.presenters import sentence, status_of
from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.jobs.actions import Answer, once_sealed
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.organisations.models import Unit
from huiying.organisations.queries import units_of
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff
from huiying.people.views.sending import key_of, sent_once

PAPERS = [("PAPERS", _("Photos and papers"))]


Submit = Callable[[Any, Voice, list[Attachment], Person, datetime], Receipt]
"""(form, voice, papers, by, now): takes the request down, as this page means it."""


def _submit(
    form: Any, voice: Voice, papers: list[Attachment], by: Person, now: datetime
) -> Receipt:
    receipt = actions.submit(voice, by=by, now=now, files=papers)
    files.claim(papers, now=now)
    return receipt


def _on_spot(
    form: Any, voice: Voice, papers: list[Attachment], by: Person, now: datetime
) -> Receipt:
    return actions.solve_on_spot(voice, by=by, now=now, evidence=papers, **form.deed())


@sensitive_post_parameters()
@staff
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    require(request, Permission.SUBMIT)
    return _page(request, Record, _submit, _("Take down a request"), {})


@sensitive_post_parameters()
@staff
@require_http_methods(["GET", "POST"])
def on_spot(request: HttpRequest) -> HttpResponse:
    """Solved while the person stands by (C2): taken down, answered and up for review in one go."""
    require(request, Permission.HANDLE)
    title = _("Record as solved on the spot")
    return _page(request, OnSpot, _on_spot, title, _own_unit(request, Permission.HANDLE))


@sensitive_post_parameters()
@staff
@require_http_methods(["GET", "POST"])
def at_the_door(request: HttpRequest) -> HttpResponse:
    """A village cadre takes down what a villager says, on a telephone."""
    require(request, Permission.SUBMIT)
    first = _own_unit(request, Permission.SUBMIT)
    title = _("A villager's request")
    return _page(
        request, AtTheDoor, _submit, title, {"area": first.get("area"), "channel": "VISIT"}
    )


def _own_unit(request: HttpRequest, permission: Permission) -> dict[str, Any]:
    """The person's own unit and its place, as first values."""
    now = clock.now()
    ids = units_of(person_of(request), clock.local_date(now))
    unit = Unit.objects.filter(pk__in=ids).order_by("code").first()
    return {"unit": unit.pk, "area": unit.area_id} if unit else {}


def _page(
    request: HttpRequest, kind: type[Record], submit: Submit, title: Any, first: dict[str, Any]
) -> HttpResponse:
    form, status = filled(request, kind, first), 200
    proofs = Proofs(request, PAPERS)
    if isinstance(form, Record) and form.is_bound and form.is_valid():
        try:
            return _recorded(request, form, proofs, submit)
        except Refused as refused:
            form.add_error(None, sentence(refused))
            status = status_of(refused)
    context = {"form": form, "key": key_of(request), "proofs": proofs, "title": title}
    context["suggests_similar"] = suggests(SuggestionKind.DUPLICATES)
    return render(request, "cases/record.html", context, status=status)


def _recorded(request: HttpRequest, form: Record, proofs: Proofs, submit: Submit) -> HttpResponse:
    """Take it down once; a second press shows the same receipt, whose code is kept sealed."""
    person, now = person_of(request), clock.now()
    papers = proofs.attachments()

    def act() -> Answer:
        voice = form.voice(language=get_language() or settings.LANGUAGE_CODE)
        receipt = submit(form, voice, papers, person, now)
        return Answer(201, {"request": receipt.request.receipt_no, "code": receipt.pin})

    body = sent_once(request, act, keep=once_sealed).body
    asked = Request.objects.get(receipt_no=body["request"])
    return render(request, "cases/receipt.html", {"asked": asked, "pin": body["code"]})
