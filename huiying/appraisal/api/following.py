"""Findings about figures and what follows from results, by API."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from huiying.appraisal.actions import following
from huiying.appraisal.api.shared import Id, Note, Page, paged, place_for, plain, reader
from huiying.appraisal.choices.schemes import FindingState, Measure
from huiying.appraisal.models import Consequence, GamingFinding
from huiying.appraisal.permissions import consequences_for, findings_for, may_check
from huiying.cases.queries import visible_to
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.people.api import JsonResponse, answered_once, caller

router = Router()


class Reviewed(Schema):
    """What a finding turned out to be. No score changes by it."""

    state: Literal["EXPLAINED", "CONFIRMED", "HANDED_ON"]
    note: Note


class Followed(Schema):
    measure: Measure
    text: Note
    due: date | None = None


class Outcome(Schema):
    outcome: Note


def finding_row(finding: GamingFinding) -> dict[str, Any]:
    return {
        "id": finding.pk,
        "rule": finding.rule,
        "unit": finding.unit_id,
        "month": f"{finding.month:%Y-%m}",
        "count": finding.count,
        "base": finding.base,
        "state": finding.state,
        "note": finding.note,
    }


def consequence_row(consequence: Consequence) -> dict[str, Any]:
    return {
        "id": consequence.pk,
        "place": consequence.place_id,
        "measure": consequence.measure,
        "text": consequence.text,
        "due": plain(consequence.due),
        "outcome": consequence.outcome,
        "done_at": plain(consequence.done_at),
    }


@router.get("/findings", summary="Findings about figures of the caller's areas, newest first")
def findings(request: HttpRequest, page: Page = 1) -> JsonResponse:
    person, on = reader(request)
    may_check(None, by=person, on=on).require()
    rows = findings_for(person, on=on).order_by("-month", "-pk")
    return JsonResponse(paged(rows, page, finding_row))


@router.get("/findings/{pk}", summary="One finding, with the cases that show it")
def finding(request: HttpRequest, pk: Id) -> JsonResponse:
    """Those the caller may see, a hundred at most; how many there are in all is said."""
    person, on = reader(request)
    found = get_object_or_404(findings_for(person, on=on), pk=pk)
    seen = visible_to(person, now=clock.now()).filter(pk__in=found.cases).order_by("-pk")
    cases = list(seen.values_list("case_no", flat=True))
    return JsonResponse({**finding_row(found), "cases": cases, "in_all": len(found.cases)})


@router.post("/findings/{pk}/review", summary="Say what a finding turned out to be")
def review(request: HttpRequest, pk: Id, body: Reviewed) -> JsonResponse:
    person, on = reader(request)
    finding = get_object_or_404(findings_for(person, on=on), pk=pk)

    def act() -> Answer:
        state, now = FindingState(body.state), clock.now()
        return Answer(200, finding_row(following.review_finding(finding, state, body.note, by=person, now=now)))  # fmt: skip

    return answered_once(request, act)


@router.get("/consequences", summary="What followed from results of the caller's areas or unit")
def consequences(request: HttpRequest, page: Page = 1) -> JsonResponse:
    person, on = reader(request)
    rows = consequences_for(person, on=on).order_by("-pk")
    return JsonResponse(paged(rows, page, consequence_row))


@router.post("/places/{pk}/consequences", summary="Record what follows from a final result")
def record(request: HttpRequest, pk: Id, body: Followed) -> JsonResponse:
    place = place_for(request, pk)

    def act() -> Answer:
        made = following.record_consequence(
            place, body.measure, body.text, body.due, by=caller(request), now=clock.now()
        )
        return Answer(201, consequence_row(made))

    return answered_once(request, act)


@router.post("/consequences/{pk}/outcome", summary="Write down what came of it")
def finish(request: HttpRequest, pk: Id, body: Outcome) -> JsonResponse:
    person, on = reader(request)
    found = get_object_or_404(consequences_for(person, on=on), pk=pk)

    def act() -> Answer:
        made = following.finish_consequence(found, body.outcome, by=person, now=clock.now())
        return Answer(200, consequence_row(made))

    return answered_once(request, act)
