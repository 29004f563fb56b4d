"""What-if comparison of two versions of a scheme, by API."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from huiying.appraisal.actions.rankings import Whom, try_out
from huiying.appraisal.api.rankings import ranking_row
from huiying.appraisal.api.shared import (
    Code,
    Id,
    Month,
    Number,
    Page,
    area_named,
    paged,
    period_of,
    reader,
    scheme_for,
)
from huiying.appraisal.choices.schemes import RankingState
from huiying.appraisal.models import Place, Ranking
from huiying.appraisal.permissions import rankings_for
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.organisations.choices import UnitKind
from huiying.people.api import JsonResponse, answered_once, caller

router = Router()


class Tried(Schema):
    """The version it is compared with (mostly the one in force), whom and which months."""

    other: Number
    area: Code
    kind: UnitKind
    first: Month
    last: Month | None = None


@router.post("/schemes/{pk}/trials", summary="Compute two versions over the same figures")
def begin(request: HttpRequest, pk: Id, body: Tried) -> JsonResponse:
    new, old = scheme_for(request, pk), scheme_for(request, body.other)

    def act() -> Answer:
        whom = Whom(area_named(body.area), body.kind, period_of(body.first, body.last))
        made = try_out(new, old, whom, by=caller(request), now=clock.now())
        return Answer(202, {"id": made.pk, "other": made.beside_id})

    return answered_once(request, act)


@router.get("/trials/{pk}", summary="Places and scores of both versions, unit by unit")
def one(request: HttpRequest, pk: Id, page: Page = 1) -> JsonResponse:
    """`is_ready` once the worker has computed both; the old one is null where a unit has none."""
    person, on = reader(request)
    trials = rankings_for(person, on=on).filter(state=RankingState.TRIAL, beside__isnull=False)
    new = get_object_or_404(trials.select_related("beside__scheme"), pk=pk)
    assert new.beside is not None
    rows = new.places.order_by(F("rank").asc(nulls_last=True), "unit_name", "pk")
    listed = paged(rows, page)
    old = _by_unit(new.beside, [place.unit_id for place in listed["items"]])
    listed["items"] = [
        {
            "unit": place.unit_id,
            "unit_name": place.unit_name,
            "new": _standing(place),
            "old": _standing(old[place.unit_id]) if place.unit_id in old else None,
        }
        for place in listed["items"]
    ]
    ready = new.computed_at is not None and new.beside.computed_at is not None
    told = {"new": ranking_row(new), "old": ranking_row(new.beside), "is_ready": ready}
    return JsonResponse({**told, **listed})


def _by_unit(ranking: Ranking, units: list[int]) -> dict[int, Place]:
    return {place.unit_id: place for place in ranking.places.filter(unit__in=units)}


def _standing(place: Place) -> dict[str, Any]:
    return {"score": place.score, "rank": place.rank, "low": place.low, "high": place.high, "band": place.band}  # fmt: skip
