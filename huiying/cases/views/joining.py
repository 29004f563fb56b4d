"""Attaching a request, telling a result, merging cases: the likely cases beside the form."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiying.cases import actions
from huiying.cases.actions.hot import note_hot_taken
from huiying.cases.choices import ReplyState, Step
from huiying.cases.forms import CASE_FORMS, REQUEST_FORMS
from huiying.cases.models import Reply, Request
from huiying.cases.permissions import may_take, may_take_on_request
from huiying.cases.permissions.doors.joining import DECIDED, SURVIVES, TAKES_VOICES
from huiying.cases.queries import Alike, alike_case, alike_request, visible_to
from huiying.cases.queries.hot import hot_numbered
from huiying.cases.views.access import case_of, request_of
from huiying.cases.views.bulk import TICK
from huiying.cases.views.cases import brief_of
from huiying.cases.views.shaping import card_of
from huiying.cases.views.similar import noting
from huiying.cases.views.stepping import StepPage, answer
from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.codes import as_id
from huiying.lib.errors import Refused
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff

MOST_WORDS = 60
MOST_AT_ONCE = 20
"""Cases merged in one go."""


def words_of(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:MOST_WORDS]


@staff
@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """Which open case the request joins: the likely ones, a search, or a number (R11)."""

    def may_join(row: Alike) -> bool:
        return row.case.state in TAKES_VOICES

    return _on_request(request, receipt_no, Step.ATTACH, may_join, _page_of_case)


def _page_of_case(taken: Request) -> str:
    if taken.case is None:
        return reverse("cases:request", args=[taken.receipt_no])
    return reverse("cases:case", args=[taken.case.case_no])


@staff
@require_http_methods(["GET", "POST"])
def tell_result(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """Which decided case the same person asks about again (R23)."""

    def is_decided(row: Alike) -> bool:
        return row.case.state in DECIDED

    return _on_request(request, receipt_no, Step.TELL_RESULT, is_decided, None)


def _on_request(
    request: HttpRequest,
    receipt_no: str,
    step: Step,
    fits: Callable[[Alike], bool],
    goal: Callable[[Any], str] | None,
) -> HttpResponse:
    asked, person, now = request_of(request, receipt_no), person_of(request), clock.now()
    if request.method == "GET":
        may_take_on_request(step, asked, by=person, now=now).require()
    words = words_of(request)
    rows = [row for row in alike_request(asked, person, now=now, words=words) if fits(row)]
    page = StepPage(
        step,
        asked,
        REQUEST_FORMS[step],
        back=reverse("cases:request", args=[asked.receipt_no]),
        template="cases/join.html",
        first=_first(request, step, person, now),
        goal=noting(request, f"request:{asked.pk}", rows, goal) if goal else None,
        context={
            "card": card_of(asked, by=person, now=now),
            "rows": rows,
            "words": words,
            "fills_form": step == Step.TELL_RESULT,
        },
    )
    return answer(request, page)


def _first(request: HttpRequest, step: Step, person: Person, now: datetime) -> dict[str, Any]:
    """The chosen case; where its result is told, the reply that was released, unless it is secret."""
    number = request.GET.get("case", "")[:40]
    if step != Step.TELL_RESULT or not number:
        return {"case_no": number}
    case = visible_to(person, now=now).filter(case_no=number, is_confidential=False).first()
    reply = Reply.objects.filter(assignment__case=case, state=ReplyState.RELEASED).last()
    return {"case_no": number, "text": reply.text if case and reply else ""}


@staff
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, case_no: str) -> HttpResponse:
    """Which other case is the same matter (C17)."""
    case, person, now = case_of(request, case_no), person_of(request), clock.now()
    if request.method == "GET":
        may_take(Step.MERGE, case, by=person, now=now).require()
    words = words_of(request)
    rows = alike_case(case, person, now=now, words=words)

    def kept_page(kept: Any) -> str:
        return reverse("cases:case", args=[kept.case_no])

    page = StepPage(
        Step.MERGE,
        case,
        CASE_FORMS[Step.MERGE],
        back=reverse("cases:case", args=[case.case_no]),
        template="cases/join.html",
        version=case.version,
        first={"other_no": request.GET.get("case", "")[:40], "survivor": "earlier"},
        goal=noting(request, case.subject, rows, kept_page),
        context={
            **brief_of(case, by=person, now=now),
            "rows": rows,
            "words": words,
            "may_relate": True,
        },
    )
    return answer(request, page)


@staff
@require_POST
def relate(request: HttpRequest, case_no: str) -> HttpResponse:
    """Only link the two: they belong together but must stay apart (I12)."""
    case = case_of(request, case_no)
    number = request.POST.get("other_no", "")[:40]
    try:
        actions.relate(case, by=person_of(request), now=clock.now(), other_no=number)
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("The two cases are linked."))
    return redirect("cases:case", case_no=case.case_no)


class Together(django_forms.Form):
    """Several cases become one."""

    reason = CASE_FORMS[Step.MERGE].base_fields["reason"]
    survivor = django_forms.CharField(max_length=40)


@staff
@require_http_methods(["GET", "POST"])
def merge_many(request: HttpRequest) -> HttpResponse:
    """Cases ticked in a list become one; the one accepted earliest goes on unless another is chosen."""
    person, now = person_of(request), clock.now()
    sent = request.POST if request.method == "POST" else request.GET
    found = visible_to(person, now=now).filter(_named(sent.getlist("case")[:MOST_AT_ONCE]))
    cases = list(found.select_related("area", "lead_unit").order_by("opened_at", "pk"))
    form = Together(request.POST if "survivor" in request.POST else None)
    status = 200
    if form.is_valid():
        kept = next((each for each in cases if each.case_no == form.cleaned_data["survivor"]), None)
        try:
            if kept is not None:
                others = [each for each in cases if each is not kept]
                reason = form.cleaned_data["reason"]
                with actions.refusals_kept(by=person, now=now):
                    actions.merge_into(kept, others, by=person, now=now, reason=reason)
                _note_hot(request, person, now)
                messages.success(request, _("Done: %(step)s.") % {"step": Step.MERGE.label})
                return redirect("cases:case", case_no=kept.case_no)
        except Refused as refused:
            form.add_error(None, sentence(refused))
            status = 409
    verdicts = [(each, may_take(Step.MERGE, each, by=person, now=now)) for each in cases]
    first = next((each for each in cases if each.state in SURVIVES), None)
    context = {"form": form, "verdicts": verdicts, "first": first}
    return render(request, "cases/merge_many.html", context, status=status)


def _note_hot(request: HttpRequest, person: Person, now: datetime) -> None:
    """The cases came from a hot issue."""
    pk = as_id(request.GET.get("hot", ""))
    issue = None if pk is None else hot_numbered(pk, person, now=now)
    if issue is not None:
        note_hot_taken(issue, by=person, now=now)


def _named(keys: list[str]) -> Q:
    """Cases by their numbers, or as a list ticks them (id and version)."""
    ids = [int(hit[1]) for hit in map(TICK.fullmatch, keys) if hit]
    return Q(pk__in=ids) | Q(case_no__in=keys)
