"""Indicators by API: read by everybody the appraisal concerns, changed by who keeps schemes."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from huiying.appraisal.actions.indicators import keep_indicator, retire_indicator
from huiying.appraisal.api.shared import reader
from huiying.appraisal.models import IndicatorVersion
from huiying.appraisal.queries.indicators import every_indicator, numbers, retired
from huiying.appraisal.rules.indicators import Indicator, as_toml
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.people.api import JsonResponse, answered_once, caller

router = Router()
Key = Annotated[str, Path(max_length=60)]


class Written(Schema):
    """One [[indicator]] as TOML."""

    text: Annotated[str, Field(min_length=1, max_length=10_000)]


def indicator_row(found: Indicator, number: int, *, is_retired: bool) -> dict[str, Any]:
    return {
        "id": found.key,
        "title": found.title,
        "version": number,
        "is_retired": is_retired,
        "measure": found.measure,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "factor": float(found.factor),
        "direction": found.direction,
        "target": None if found.target is None else float(found.target),
    }


@router.get("/indicators", summary="Indicators: what a column of a scheme means")
def all_indicators(request: HttpRequest) -> JsonResponse:
    reader(request)
    versions, gone = numbers(), retired()
    rows = [
        indicator_row(each, versions[key], is_retired=key in gone)
        for key, each in every_indicator().items()
    ]
    return JsonResponse({"items": rows})


@router.get("/indicators/{key}", summary="One indicator, with its text")
def one(request: HttpRequest, key: Key) -> JsonResponse:
    reader(request)
    found = every_indicator().get(key)
    if found is None:
        raise Http404
    row = indicator_row(found, numbers()[key], is_retired=key in retired())
    return JsonResponse({**row, "text": as_toml(found)})


@router.post("/indicators", summary="Write a new indicator")
def begin(request: HttpRequest, body: Written) -> JsonResponse:
    def act() -> Answer:
        return Answer(201, _kept(keep_indicator(body.text, by=caller(request), now=clock.now())))

    return answered_once(request, act)


@router.put("/indicators/{key}", summary="Keep a new version of an indicator")
def change(request: HttpRequest, key: Key, body: Written) -> JsonResponse:
    reader(request)
    if key not in every_indicator():
        raise Http404
    made = keep_indicator(body.text, by=caller(request), now=clock.now(), key=key)
    return JsonResponse(_kept(made))


@router.delete("/indicators/{key}", summary="Retire an indicator: no new scheme may use it")
def retire(request: HttpRequest, key: Key) -> JsonResponse:
    return JsonResponse(_kept(retire_indicator(key, by=caller(request), now=clock.now())))


def _kept(version: IndicatorVersion) -> dict[str, Any]:
    return {
        "id": version.key,
        "title": version.title,
        "version": version.number,
        "is_retired": version.is_retired,
    }
