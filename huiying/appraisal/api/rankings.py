"""Rankings and results by API; final rankings for everybody."""

from collections.abc import Callable, Container
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from huiying.appraisal.actions import rankings
from huiying.appraisal.api.shared import (
    Code,
    Id,
    Month,
    Nothing,
    Number,
    Page,
    area_named,
    first_day,
    paged,
    place_for,
    plain,
    ranking_for,
    reader,
    scheme_for,
)
from huiying.appraisal.choices.schemes import RankingState
from huiying.appraisal.models import Place, Ranking
from huiying.appraisal.permissions import is_close, marks_for, places_close_to, rankings_for
from huiying.appraisal.presenters import lines_of, notes_of, unit_in
from huiying.appraisal.queries.indicators import every_indicator
from huiying.appraisal.rules.reading import read_scheme
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.small_cells import LEAST
from huiying.organisations.choices import UnitKind
from huiying.people.api import JsonResponse, answered_once, caller

router = Router()


class Asked(Schema):
    """A ranking of the units of one kind in an area, for months that are over."""

    scheme: Number
    area: Code
    kind: UnitKind
    first: Month
    last: Month


def ranking_row(ranking: Ranking) -> dict[str, Any]:
    return {
        "id": ranking.pk,
        "scheme": {"id": ranking.scheme_id, "key": ranking.scheme.key, "version": ranking.scheme.number},
        "area": ranking.area_code,
        "kind": ranking.kind,
        "first": f"{ranking.first:%Y-%m}",
        "last": f"{ranking.last:%Y-%m}",
        "version": ranking.number,
        "state": ranking.state,
        "objections_until": plain(ranking.objections_until),
    }  # fmt: skip


def place_row(place: Place, *, close: bool) -> dict[str, Any]:
    """`cases` is null where there are too few to be told to those not close to the result; so is the
    score of a unit without a place."""
    few = place.cases is not None and 0 < place.cases < LEAST
    return {
        "id": place.pk,
        "unit": place.unit_id,
        "unit_name": place.unit_name,
        "score": place.score if close or place.rank is not None else None,
        "rank": place.rank,
        "low": place.low,
        "high": place.high,
        "band": place.band,
        "cases": place.cases if close or not few else None,
        "was": place.was,
    }


def ranking_sheet(ranking: Ranking, close: Container[int]) -> dict[str, Any]:
    """A ranking with its places, and all that is needed to compute it again."""
    rows = ranking.places.order_by(F("rank").asc(nulls_last=True), "unit_name", "pk")
    return {
        **ranking_row(ranking),
        "places": [place_row(place, close=place.pk in close) for place in rows],
        "notes": notes_of(ranking),
        "seed": ranking.seed,
        "draws": ranking.draws,
        "libraries": ranking.libraries,
        "snapshot": ranking.snapshot,
        "inputs_sha256": ranking.inputs_sha256,
        "result_sha256": ranking.result_sha256,
        "came_out_same": ranking.came_out_same,
    }


@router.get("/rankings", summary="Rankings the caller may read, the newest first")
def listed(request: HttpRequest, page: Page = 1) -> JsonResponse:
    person, on = reader(request)
    found = rankings_for(person, on=on).defer("inputs").order_by("-first", "-pk")
    return JsonResponse(paged(found, page, ranking_row))


@router.post("/rankings", summary="Have a ranking computed")
def ask(request: HttpRequest, body: Asked) -> JsonResponse:
    version = scheme_for(request, body.scheme)

    def act() -> Answer:
        period = rankings.Period(first_day(body.first), first_day(body.last))
        whom = rankings.Whom(area_named(body.area), body.kind, period)
        made = rankings.ask_for_ranking(version, whom, by=caller(request), now=clock.now())
        return Answer(202, ranking_row(made))

    return answered_once(request, act)


@router.get("/rankings/{pk}", summary="One ranking with its places, notes and checksums")
def one(request: HttpRequest, pk: Id) -> JsonResponse:
    ranking = ranking_for(request, pk)
    near = places_close_to(caller(request), on=local_date(clock.now())).filter(ranking=ranking)
    return JsonResponse(ranking_sheet(ranking, set(near.values_list("pk", flat=True))))


@router.post("/rankings/{pk}/announcement", summary="Show it to the units, open to objections")
def announce(request: HttpRequest, pk: Id, body: Nothing | None = None) -> JsonResponse:
    return _done(request, pk, rankings.announce)


@router.post("/rankings/{pk}/final", summary="Make it final when objections are decided")
def make_final(request: HttpRequest, pk: Id, body: Nothing | None = None) -> JsonResponse:
    return _done(request, pk, rankings.make_final)


@router.post("/rankings/{pk}/versions", summary="Have it computed anew with upheld corrections")
def next_version(request: HttpRequest, pk: Id, body: Nothing | None = None) -> JsonResponse:
    return _done(request, pk, rankings.ask_for_next_version, status=202)


@router.post("/rankings/{pk}/comparison", summary="Have it computed once more and compared")
def compare(request: HttpRequest, pk: Id, body: Nothing | None = None) -> JsonResponse:
    return _done(request, pk, rankings.ask_to_compare, status=202)


def _done(
    request: HttpRequest, pk: int, action: Callable[..., Ranking], *, status: int = 200
) -> JsonResponse:
    ranking = ranking_for(request, pk)

    def act() -> Answer:
        made = action(ranking, by=caller(request), now=clock.now())
        return Answer(status, ranking_row(made))

    return answered_once(request, act)


@router.get("/places/{pk}", summary="One unit's result, item by item")
def place(request: HttpRequest, pk: Id) -> JsonResponse:
    found = place_for(request, pk)
    read = read_scheme(found.ranking.scheme.text, str(found.ranking.scheme))
    unit = unit_in(found.ranking, read, found.unit_id)
    person, on = caller(request), local_date(clock.now())
    close = is_close(found, by=person, on=on)
    marks = marks_for(person, on=on).filter(
        unit=found.unit_id, scheme_key=found.ranking.scheme.key,
        first=found.ranking.first, last=found.ranking.last,
    )  # fmt: skip
    lines = lines_of(read, unit, every_indicator(), close=close, marks=marks) if unit else []
    items = [
        {
            "id": line.item.key,
            "title": line.item.title,
            "points": line.points,
            "most": line.most,
            "figures": [
                {
                    "column": c.column,
                    "value": c.shown,
                    "base": c.base,
                    "interval": c.interval,
                    "why": c.why,
                    "mark": c.mark.pk if c.mark else None,
                }
                for c in line.cells
            ],
        }
        for line in lines
    ]
    return JsonResponse({**place_row(found, close=close), "items": items})


@router.get("/scoreboard", auth=None, summary="Final rankings, for everybody")
def scoreboard(request: HttpRequest, page: Page = 1) -> JsonResponse:
    found = Ranking.objects.filter(state=RankingState.FINAL).select_related("scheme")
    rows = found.defer("inputs").order_by("-last", "area_code", "kind", "pk")
    return JsonResponse(paged(rows, page, ranking_row))


@router.get("/scoreboard/{pk}", auth=None, summary="One final ranking, for everybody")
def scoreboard_one(request: HttpRequest, pk: Id) -> JsonResponse:
    found = Ranking.objects.filter(state=RankingState.FINAL).select_related("scheme")
    return JsonResponse(ranking_sheet(get_object_or_404(found, pk=pk), ()))
