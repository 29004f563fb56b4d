"""Steps on cases and callbacks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiying.cases.choices import Step
from huiying.cases.forms import CALLBACK_FORMS, CASE_FORMS, StepForm
from huiying.cases.models import Case, PublicVersion
from huiying.cases.permissions import callback_steps, may_take
from huiying.cases.views.access import callback_of, case_of, person_of, staff
from huiying.cases.views.cases import brief_of
from huiying.cases.views.evidence import Proofs
from huiying.cases.views.stepping import StepPage, answer
from huiying.lib import clock
from huiying.lib.errors import NotAllowed
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Unit
from huiying.people.models import Person

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
    known = {} if isinstance(verdict.refusal, NotAllowed) else _beside(step, case, person, now)
    proofs = Proofs(request) if step == Step.REPLY else None
    page = StepPage(
        step,
        case,
        CASE_FORMS[step],
        back=reverse("cases:case", args=[case.case_no]),
        version=None if step in UNBOUND else case.version,
        first=_first(step, case),
        more=proofs.inputs if proofs else None,
        context={**brief_of(case, by=person, now=now), **known},
    )
    if proofs:
        page.context["proofs"] = proofs
    return answer(request, page)


def _first(step: Step, case: Case) -> dict[str, Any]:
    """What a form proposes: the draft of the public version starts from the case and its reply."""
    if step != Step.DRAFT_PUBLIC:
        return {}
    draft = PublicVersion.objects.filter(case=case).first()
    if draft is not None:
        return {"title": draft.title, "text": draft.text, "reply": draft.reply}
    brief = case.assignments.filter(replies__isnull=False).order_by("-id").first()
    reply = brief.replies.order_by("-id").first() if brief else None
    return {"title": case.title, "text": case.text, "reply": reply.text if reply else ""}


def _beside(step: Step, case: Case, person: Person, now: datetime) -> dict[str, Any]:
    if step == Step.DISPATCH:
        return {"suggestions": suggested_units(case, now)}
    if step in {Step.AGREE_RETURN, Step.REFUSE_RETURN}:
        lead = case.assignments.filter(is_current=True).first()
        asked = lead.returns.select_related("proposed_unit").order_by("-id") if lead else None
        return {"asked_return": asked.first() if asked is not None else None}
    if step in {Step.UPHOLD, Step.DISMISS}:
        return {"objections": case.objections.order_by("-id")[:1]}
    if step == Step.PUBLISH:
        return {"draft": PublicVersion.objects.filter(case=case).first()}
    return {}


MOST_SUGGESTED = 8


def suggested_units(case: Case, now: datetime) -> list[Unit]:
    """Units that could lead here: the township of the place, then departments of its county."""
    kinds = [UnitKind.TOWNSHIP, UnitKind.DEPARTMENT, UnitKind.UTILITY, UnitKind.CENTRE]
    code = case.area_code
    near = [code, f"{code[:9]:0<12}", f"{code[:6]:0<12}"]
    on = clock.local_date(now)
    units = Unit.objects.as_of(on).filter(area__code__in=near, kind__in=kinds)
    return list(units.order_by("-area__level", "code")[:MOST_SUGGESTED])


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
