"""Steps on cases and callbacks."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiying.cases.choices import Step
from huiying.cases.forms import (
    CALL_FORMS,
    CALLBACK_FORMS,
    CASE_FORMS,
    OPINION_FORMS,
    PART_FORMS,
    StepForm,
)
from huiying.cases.permissions import callback_steps, may_take
from huiying.cases.permissions.steps import Aside
from huiying.cases.queries.holding import loads_of
from huiying.cases.views.access import call_of, callback_of, case_of, opinion_of, part_of
from huiying.cases.views.beside import ALSO, BESIDE, FIRST, PAPERS
from huiying.cases.views.cases import brief_of
from huiying.cases.views.evidence import Papers
from huiying.cases.views.stepping import StepPage, answer
from huiying.lib import clock
from huiying.lib.errors import NotAllowed
from huiying.people.views.access import person_of, staff

UNBOUND = frozenset({Step.NOTE, Step.CONTACT, Step.RECUSE, Step.ACCUSE})
"""Steps that stay sensible although the case moved on while the form was filled in."""


def step_named(name: str, forms: Mapping[Step, type[StepForm]]) -> Step:
    """The step of an address, if it is one of this table."""
    if name not in Step.values or Step(name) not in forms:
        raise Http404(name)
    return Step(name)


@staff
@require_http_methods(["GET", "POST"])
def case_step(request: HttpRequest, case_no: str, name: str) -> HttpResponse:
    case, step = case_of(request, case_no), step_named(name, CASE_FORMS)
    person, now = person_of(request), clock.now()
    verdict = may_take(step, case, by=person, now=now)
    if request.method == "GET":
        verdict.require()
    known: dict[str, Any] = {}
    if not isinstance(verdict.refusal, NotAllowed):
        for room in (BESIDE, ALSO):
            known |= room[step](case, person, now) if step in room else {}
    papers = Papers(request, PAPERS[step]) if step in PAPERS else None
    page = StepPage(
        step,
        case,
        CASE_FORMS[step],
        back=reverse("cases:case", args=[case.case_no]),
        version=None if step in UNBOUND else case.version,
        first=FIRST[step](case) if step in FIRST else {},
        more=papers.inputs if papers else None,
        context={**brief_of(case, by=person, now=now), **known},
    )
    if papers:
        page.context["proofs"] = papers
    return answer(request, page)


@staff
@require_http_methods(["GET", "POST"])
def callback_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    callback, step = callback_of(request, pk), step_named(name, CALLBACK_FORMS)
    person, now = person_of(request), clock.now()
    if request.method == "GET":
        verdicts = dict(callback_steps(callback, by=person, now=now))
        verdict = verdicts.get(step) or may_take(step, callback.case, by=person, now=now)
        verdict.require()
    page = StepPage(
        step,
        callback,
        CALLBACK_FORMS[step],
        back=reverse("cases:case", args=[callback.case.case_no]),
        context={
            **brief_of(callback.case, by=person, now=now),
            "callback": callback,
            "tries": list(callback.tries.all()),
        },
    )
    return answer(request, page)


BEFORE_PANEL = frozenset({Step.CO_DISPUTE_RETURN, Step.CO_PANEL_VIEW, Step.CO_DESIGNATE})
"""Steps beside which the return stands with the dispute and the views."""


@staff
@require_http_methods(["GET", "POST"])
def part_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A step on the part of one co-unit."""
    part, step = part_of(request, pk), step_named(name, PART_FORMS)
    asked = part.returns.select_related("proposed_unit", "designated_unit").order_by("-id").first()
    return _aside(
        request,
        part,
        step,
        PART_FORMS,
        part=part,
        beside="cases/beside/part.html",
        reports=list(part.reports.order_by("-id")[:1]),
        colleagues=loads_of([part.unit_id], now=clock.now()) if step == Step.CO_GIVE_TO else (),
        **{"returned" if step in BEFORE_PANEL else "asked_return": asked},
    )


@staff
@require_http_methods(["GET", "POST"])
def call_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A step on the call of one department."""
    call, step = call_of(request, pk), step_named(name, CALL_FORMS)
    beside = "cases/beside/call.html"
    return _aside(request, call, step, CALL_FORMS, call=call, beside=beside)


@staff
@require_http_methods(["GET", "POST"])
def opinion_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A step of staff on an opinion that was asked outside."""
    opinion, step = opinion_of(request, pk), step_named(name, OPINION_FORMS)
    return _aside(request, opinion, step, OPINION_FORMS)


def _aside(
    request: HttpRequest,
    subject: Aside,
    step: Step,
    forms: Mapping[Step, type[StepForm]],
    **context: Any,
) -> HttpResponse:
    person, now, case = person_of(request), clock.now(), subject.case
    if request.method == "GET":
        may_take(step, case, by=person, now=now, part=subject).require()
    back = reverse("cases:case", args=[case.case_no])
    context = {**brief_of(case, by=person, now=now), **context}
    return answer(request, StepPage(step, subject, forms[step], back=back, context=context))
