"""Objections to scores by API."""

from typing import Annotated, Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from huiying.appraisal.actions import objections
from huiying.appraisal.api.shared import (
    Id,
    Page,
    Words,
    evidence_named,
    paged,
    place_for,
    plain,
    reader,
)
from huiying.appraisal.models import Objection
from huiying.appraisal.permissions import objections_for, reads_evidence
from huiying.files.views import deliver
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.people.api import JsonResponse, answered_once, caller

router = Router()
Column = Annotated[str, Field(max_length=60)]


class Said(Schema):
    """`evidence` names a file uploaded before."""

    text: Words
    column: Column = ""
    evidence: UUID | None = None


class Decided(Schema):
    upheld: bool
    reasons: Words
    column: Column = ""
    value: Annotated[str, Field(max_length=40)] = ""
    base: Annotated[str, Field(max_length=20)] = ""


def objection_row(objection: Objection) -> dict[str, Any]:
    return {
        "id": objection.pk,
        "place": objection.place_id,
        "column": objection.column,
        "text": objection.text,
        "has_evidence": objection.evidence_id is not None,
        "filed_at": plain(objection.filed_at),
        "state": objection.state,
        "decision": objection.decision,
        "fixed": {"column": objection.fixed_column, "value": objection.fixed_value, "base": objection.fixed_base},
    }  # fmt: skip


@router.get("/score-objections", summary="Objections of the caller's areas or unit, newest first")
def listed(request: HttpRequest, page: Page = 1) -> JsonResponse:
    person, on = reader(request)
    rows = objections_for(person, on=on).order_by("-pk")
    return JsonResponse(paged(rows, page, objection_row))


@router.post("/places/{pk}/objections", summary="Object for a unit to its result")
def object_to(request: HttpRequest, pk: Id, body: Said) -> JsonResponse:
    place = place_for(request, pk)

    def act() -> Answer:
        by = caller(request)
        proof = evidence_named(body.evidence, by)
        made = objections.file_objection(
            place, body.text, column=body.column, by=by, now=clock.now(), evidence=proof
        )
        return Answer(201, objection_row(made))

    return answered_once(request, act)


@router.post("/score-objections/{pk}/decision", summary="Decide an objection to a score")
def decide(request: HttpRequest, pk: Id, body: Decided) -> JsonResponse:
    person, on = reader(request)
    objection = get_object_or_404(objections_for(person, on=on), pk=pk)

    def act() -> Answer:
        decision = objections.Decision(**body.dict())
        made = objections.decide_objection(objection, decision, by=person, now=clock.now())
        return Answer(200, objection_row(made))

    return answered_once(request, act)


@router.get("/score-objections/{pk}/evidence", summary="The file filed with an objection")
def evidence(request: HttpRequest, pk: Id) -> FileResponse:
    person, on = reader(request)
    rows = objections_for(person, on=on).select_related("evidence", "place__ranking")
    found = get_object_or_404(rows.exclude(evidence=None), pk=pk)
    reads_evidence(found, by=person, on=on).require()
    assert found.evidence is not None
    return deliver(found.evidence)
