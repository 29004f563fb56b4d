"""Objections to scores by API."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from huiying.appraisal.actions import objections
from huiying.appraisal.api.shared import Id, Words, place_for, plain, reader
from huiying.appraisal.models import Objection
from huiying.appraisal.permissions import objections_for
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.people.api import JsonResponse, answered_once, caller

router = Router()
Column = Annotated[str, Field(max_length=60)]


class Said(Schema):
    text: Words
    column: Column = ""


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
        "filed_at": plain(objection.filed_at),
        "state": objection.state,
        "decision": objection.decision,
        "fixed": {"column": objection.fixed_column, "value": objection.fixed_value, "base": objection.fixed_base},
    }  # fmt: skip


@router.get("/score-objections", summary="Objections of the caller's areas or unit, newest first")
def listed(request: HttpRequest) -> JsonResponse:
    person, on = reader(request)
    rows = objections_for(person, on=on).order_by("-pk")[:200]
    return JsonResponse({"items": [objection_row(each) for each in rows]})


@router.post("/places/{pk}/objections", summary="Object for a unit to its result")
def object_to(request: HttpRequest, pk: Id, body: Said) -> JsonResponse:
    place = place_for(request, pk)

    def act() -> Answer:
        made = objections.file_objection(
            place, body.text, column=body.column, by=caller(request), now=clock.now()
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
