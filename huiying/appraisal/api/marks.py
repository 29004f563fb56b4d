"""Marks entered by hand, by API: with the files that speak for them."""

from typing import Annotated, Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from huiying.appraisal.actions import marks
from huiying.appraisal.api.shared import (
    Id,
    Month,
    Number,
    Page,
    evidence_named,
    paged,
    period_of,
    reader,
    scheme_for,
)
from huiying.appraisal.models import Mark
from huiying.appraisal.permissions import marks_for
from huiying.files.views import deliver
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.organisations.models import Unit
from huiying.people.api import JsonResponse, answered_once, caller

router = Router()


class Marked(Schema):
    """What no figure of the platform says, for a month or (with `last`) several; `voters` for the mean
    of a vote; the column `class` for the unit's class; `evidence` names a file uploaded before."""

    unit: Number
    month: Month
    last: Month | None = None
    column: Annotated[str, Field(min_length=1, max_length=60)]
    value: Annotated[str, Field(max_length=40)]
    voters: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    note: Annotated[str, Field(max_length=500)] = ""
    evidence: UUID | None = None


def mark_row(mark: Mark) -> dict[str, Any]:
    return {
        "id": mark.pk,
        "scheme": mark.scheme_key,
        "unit": mark.unit_id,
        "column": mark.column,
        "value": mark.value,
        "voters": mark.voters,
        "note": mark.note,
        "first": f"{mark.first:%Y-%m}",
        "last": f"{mark.last:%Y-%m}",
        "has_evidence": mark.evidence_id is not None,
    }


@router.get("/schemes/{pk}/marks", summary="What was entered for a scheme, the newest period first")
def listed(request: HttpRequest, pk: Id, page: Page = 1) -> JsonResponse:
    person, on = reader(request)
    version = scheme_for(request, pk)
    rows = marks_for(person, on=on).filter(scheme_key=version.key).order_by("-first", "-pk")
    return JsonResponse(paged(rows, page, mark_row))


@router.post("/schemes/{pk}/marks", summary="Enter a mark of a unit for a period")
def enter(request: HttpRequest, pk: Id, body: Marked) -> JsonResponse:
    version = scheme_for(request, pk)
    unit = get_object_or_404(Unit.objects.select_related("area"), pk=body.unit)

    def act() -> Answer:
        by = caller(request)
        proof = evidence_named(body.evidence, by)
        entry = marks.Entry(body.column, body.value, body.voters, body.note, proof)
        period = period_of(body.month, body.last)
        made = marks.enter_mark(version, unit, period, entry, by=by, now=clock.now())
        return Answer(201, mark_row(made))

    return answered_once(request, act)


@router.get("/marks/{pk}/evidence", summary="The file that speaks for a mark")
def evidence(request: HttpRequest, pk: Id) -> FileResponse:
    person, on = reader(request)
    rows = marks_for(person, on=on).select_related("evidence").exclude(evidence=None)
    found = get_object_or_404(rows, pk=pk)
    assert found.evidence is not None
    return deliver(found.evidence)
