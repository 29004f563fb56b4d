"""Beside a reply that is being written: its checklist, what was answered before, a machine's draft."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases import actions
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.forms.machine import EndpointForm
from huiying.cases.models import Assignment, Case, ReplyDraft
from huiying.cases.permissions.drafts import may_ask_machine, may_draft
from huiying.cases.queries import current_lead, suggests
from huiying.cases.queries.machine import drafts_ready, endpoint_set, latest_machine_draft
from huiying.cases.queries.nearest import nearest, source
from huiying.cases.queries.replies import Written, draft_of, looked_over
from huiying.cases.rules.drafting import is_unedited
from huiying.cases.views.access import case_of
from huiying.cases.views.keeping import keep
from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.codes import as_id
from huiying.lib.errors import NotPossible
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

SHOWS = ("check", "near", "machine")
"""Parts of the page that a button opens, and the place of the page where each stands."""


def beside(
    request: HttpRequest, case: Case, lead: Assignment, draft: ReplyDraft | None
) -> dict[str, Any]:
    """What stands beside the form. A form that comes back is looked over, whoever asked or not."""
    text = request.POST.get("text", draft.text if draft else "").replace("\x00", "")
    law = request.POST.get("legal_basis", draft.legal_basis if draft else "").replace("\x00", "")
    is_asked = request.method == "POST" or "check" in request.GET
    is_on = suggests(SuggestionKind.REPLIES)
    shown: dict[str, Any] = {}
    if is_on and is_asked and text.strip():
        slots = Counter(each.slot for each in draft.files.all()) if draft else {}
        shown = _looked_over(request, lead, Written(text, law, slots))
    if "near" in request.GET:
        shown |= _near(request, case)
    return {
        "may_check": is_on,
        "may_begin": suggests(SuggestionKind.DRAFTING),
        **shown,
        **_machine(request, lead),
        "is_machine_made": any(is_unedited(text, each.text) for each in drafts_ready(case.pk)),
    }


def _looked_over(request: HttpRequest, lead: Assignment, written: Written) -> dict[str, Any]:
    now = clock.now()
    reading = actions.reading_of(written.text, lead, by=person_of(request), now=now)
    return {"looked_over": looked_over(written, lead, reading, now=now), "reading": reading}


def _near(request: HttpRequest, case: Case) -> dict[str, Any]:
    now = clock.now()
    found = nearest(case, person_of(request), now=now)
    safe, is_ready = actions.safe_sources(found, now=now)
    return {"near": safe, "is_near_ready": is_ready}


def _machine(request: HttpRequest, lead: Assignment) -> dict[str, Any]:
    verdict = may_ask_machine(lead, by=person_of(request), now=clock.now())
    return {
        "may_ask_machine": bool(verdict),
        "machine": latest_machine_draft(lead) if verdict else None,
        "is_machine_open": "machine" in request.GET,
    }


def begin(request: HttpRequest, case: Case, draft: ReplyDraft) -> bool:
    """Do what a button asks that begins a draft; a refusal is told and leaves the text as it was."""
    person, now = person_of(request), clock.now()
    asked = request.POST.get("_begin", "")
    try:
        if "_machine" in request.POST:
            actions.ask_machine(draft.assignment, by=person, now=now)
        elif asked.startswith("m"):
            actions.put_in_machine(draft, as_id(asked[1:]) or 0, by=person, now=now)
        elif asked and (found := source(asked, case, person, now=now)):
            actions.begin_from(case, draft, found, by=person, now=now)
    except NotPossible as refused:
        messages.error(request, sentence(refused))
    return bool(asked) or any(f"_{name}" in request.POST for name in SHOWS)


@staff
@require_GET
def near(request: HttpRequest, case_no: str) -> HttpResponse:
    """What was answered before, for the page that is open."""
    case, person, now = case_of(request, case_no), person_of(request), clock.now()
    lead = current_lead(case)
    is_mine = lead is not None and bool(may_draft(lead, by=person, now=now))
    shown = _near(request, case) if is_mine else {"near": [], "is_near_ready": True}
    return render(request, "cases/_near.html", {"case": case, **shown})


@staff
@require_GET
def check(request: HttpRequest, case_no: str) -> HttpResponse:
    """The checklist of the draft that is kept, for the page that waits."""
    case, person, now = case_of(request, case_no), person_of(request), clock.now()
    lead = current_lead(case)
    context: dict[str, Any] = {"case": case}
    if lead is not None and may_draft(lead, by=person, now=now):
        draft = draft_of(lead, person)
        if draft is not None and suggests(SuggestionKind.REPLIES):
            slots = Counter(each.slot for each in draft.files.all())
            written = Written(draft.text, draft.legal_basis, slots)
            context |= _looked_over(request, lead, written)
    return render(request, "cases/_looked_over.html", context)


@staff
@require_GET
def machine(request: HttpRequest, case_no: str) -> HttpResponse:
    """How far the machine's draft is, for the page that waits."""
    case = case_of(request, case_no)
    lead = current_lead(case)
    context: dict[str, Any] = {"case": case}
    if lead is not None:
        context |= _machine(request, lead)
    return render(request, "cases/_machine.html", context)


@staff
@require_http_methods(["GET", "POST"])
def endpoint(request: HttpRequest) -> HttpResponse:
    """Where the model stands that may write drafts; the key is never shown again."""
    require(request, Permission.MANAGE_INSIGHT)
    found = endpoint_set()

    def act(inputs: dict[str, Any]) -> str:
        said = actions.EndpointSettings(**inputs)
        actions.set_endpoint(said, by=person_of(request), now=clock.now())
        return reverse("cases:drafting-endpoint")

    first = (
        {
            "is_on": found.is_on,
            "address": found.address,
            "model": found.model,
            "seconds": found.seconds,
        }
        if found
        else {}
    )
    context = {"found": found, "has_key": bool(found and found.sealed_key)}
    return keep(
        request, EndpointForm, act, "cases/drafting_endpoint.html", first=first, context=context
    )
