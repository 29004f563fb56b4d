"""Writing a reply: prepared texts and the knowledge base at hand, and nothing typed is lost."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiying.cases import actions
from huiying.cases.choices import Step
from huiying.cases.forms import CASE_FORMS
from huiying.cases.models import Assignment, Case, ReplyDraft
from huiying.cases.permissions import may_take
from huiying.cases.permissions.doors.handling import late_co_units
from huiying.cases.permissions.drafts import may_draft
from huiying.cases.queries import current_lead
from huiying.cases.queries.replies import draft_of, drafts_of_others
from huiying.cases.queries.wordings import marks_of, templates_for_reply
from huiying.cases.views import drafting
from huiying.cases.views.access import case_of, next_of
from huiying.cases.views.cases import brief_of
from huiying.cases.views.evidence import Proofs
from huiying.cases.views.prepared import Shelf
from huiying.cases.views.stepping import StepPage, answer
from huiying.files.models import Attachment
from huiying.lib import clock
from huiying.people.views.access import person_of, staff

LONGEST_WORDS = 100
"""Characters looked up in the knowledge base; an address that is too long is refused."""
BESIDE_SENDING = ("_draft", "_insert", "_look", "_check", "_near", "_begin", "_machine")
"""Buttons that keep the draft and come back to the form."""
TYPED = ("text", "legal_basis", "missing")
"""What is typed into the form, and kept with the draft."""


@staff
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, case_no: str) -> HttpResponse:
    """The form; each of its buttons keeps what was typed."""
    case, person, now = case_of(request, case_no), person_of(request), clock.now()
    lead = current_lead(case)
    if request.method == "GET" or lead is None:
        may_take(Step.REPLY, case, by=person, now=now).require()
    assert lead is not None
    draft = draft_of(lead, person)
    proofs = Proofs(request, earlier=_files(draft))
    if request.method == "POST":
        if any(name in request.POST for name in BESIDE_SENDING):
            return _come_back(request, case, lead, proofs)
        if may_draft(lead, by=person, now=now):
            _keep(request, lead, proofs)
    page = StepPage(
        Step.REPLY,
        case,
        CASE_FORMS[Step.REPLY],
        back=reverse("cases:case", args=[case.case_no]),
        template="cases/reply.html",
        version=case.version,
        first={name: getattr(draft, name) for name in TYPED} if draft else {},
        more=proofs.inputs,
        context={
            **brief_of(case, by=person, now=now),
            "proofs": proofs,
            "draft": draft,
            "others": drafts_of_others(lead, person),
            "late": late_co_units(case).exists(),
            **_shelf(case, lead, now).shown(request),
            **drafting.beside(request, case, lead, draft),
        },
    )
    return answer(request, page)


def _files(draft: ReplyDraft | None) -> list[tuple[Attachment, str]]:
    return [(each.attachment, each.slot) for each in draft.files.all()] if draft else []


def _shelf(case: Case, lead: Assignment, now: datetime) -> Shelf:
    """Templates that fit the reply, with what the case says."""
    return Shelf(
        templates_for_reply(case, lead),
        marks_of(case, lead, now=now),
        case.area_code,
        case.category_id,
    )


def _keep(request: HttpRequest, lead: Assignment, proofs: Proofs | None) -> ReplyDraft:
    return actions.keep_draft(
        lead,
        by=person_of(request),
        now=clock.now(),
        proofs=proofs.proofs() if proofs else None,
        **{name: request.POST.get(name, "").replace("\x00", "") for name in TYPED},
    )


def _come_back(request: HttpRequest, case: Case, lead: Assignment, proofs: Proofs) -> HttpResponse:
    draft = _keep(request, lead, proofs)
    for fault in proofs.faults:
        messages.warning(request, fault)
    if drafting.begin(request, case, draft):
        return redirect(_address(request, case))
    now = clock.now()
    if source := _shelf(case, lead, now).chosen(request):
        actions.put_in(case, draft, source, by=person_of(request), now=now)
    elif "_draft" in request.POST:
        messages.success(request, _("The draft is kept. Go on whenever you like."))
    return redirect(_address(request, case))


def _address(request: HttpRequest, case: Case) -> str:
    """The form again, open where the button was pressed."""
    words = request.POST.get("q", "").replace("\x00", "")[:LONGEST_WORDS]
    query = {name: said for name, said in (("q", words), ("next", next_of(request, ""))) if said}
    query |= {name: "1" for name in drafting.SHOWS if f"_{name}" in request.POST}
    address = reverse("cases:reply", args=[case.case_no])
    place = next((f"#{name}" for name in drafting.SHOWS if f"_{name}" in request.POST), "")
    return f"{address}?{urlencode(query)}{place}" if query else address


@staff
@require_POST
def autosave(request: HttpRequest, case_no: str) -> HttpResponse:
    """Keep the text while it is being typed; answers with a line that says so."""
    lead = current_lead(case_of(request, case_no))
    now = clock.now()
    kept = lead is not None and bool(may_draft(lead, by=person_of(request), now=now))
    if kept and lead is not None:
        _keep(request, lead, None)
    return render(request, "cases/_draft_kept.html", {"kept": kept, "now": now})
