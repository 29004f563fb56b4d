"""Schemes, rankings, results and objections, for programs; final rankings for everybody."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from huiying.appraisal.actions import objections, rankings, schemes
from huiying.appraisal.choices.schemes import RankingState
from huiying.appraisal.models import Objection, Place, Ranking, SchemeVersion
from huiying.appraisal.permissions import rankings_for
from huiying.appraisal.presenters import lines_of, notes_of, unit_in
from huiying.appraisal.queries.indicators import indicators
from huiying.appraisal.rules.reading import read_scheme
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.choices import UnitKind
from huiying.organisations.queries import area_coded
from huiying.people.models import Person

router = Router(tags=["appraisal"])
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
NO_AREA = gettext_noop("There is no area with the code %(code)s.")
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
Month = Annotated[str, Field(pattern=MONTH)]


class Asked(Schema):
    """A ranking of the units of one kind in an area, for months that are over."""

    scheme: Annotated[int, Field(ge=1, le=2**63 - 1)]
    area: Annotated[str, Field(pattern=r"^\d{12}$")]
    kind: UnitKind
    first: Month
    last: Month


class Said(Schema):
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    column: Annotated[str, Field(max_length=60)] = ""


class Decided(Schema):
    upheld: bool
    reasons: Annotated[str, Field(min_length=1, max_length=2000)]
    column: Annotated[str, Field(max_length=60)] = ""
    value: Annotated[str, Field(max_length=40)] = ""
    base: Annotated[str, Field(max_length=20)] = ""


class Text(Schema):
    text: Annotated[str, Field(min_length=1, max_length=60_000)]


def caller(request: HttpRequest) -> Person:
    """Who calls, as the API's sign-in found out."""
    person = request.auth  # type: ignore[attr-defined]
    assert isinstance(person, Person)
    return person


def _ranking(request: HttpRequest, pk: int) -> Ranking:
    found = rankings_for(caller(request), on=local_date(clock.now()))
    return get_object_or_404(found, pk=pk)


def _place(request: HttpRequest, pk: int) -> Place:
    found = rankings_for(caller(request), on=local_date(clock.now()))
    places = Place.objects.filter(ranking__in=found)
    return get_object_or_404(places.select_related("ranking__scheme", "unit"), pk=pk)


def _line(ranking: Ranking) -> dict[str, Any]:
    return {
        "id": ranking.pk,
        "scheme": {"id": ranking.scheme_id, "key": ranking.scheme.key, "version": ranking.scheme.number},
        "area": ranking.area_code,
        "kind": ranking.kind,
        "first": f"{ranking.first:%Y-%m}",
        "last": f"{ranking.last:%Y-%m}",
        "version": ranking.number,
        "state": ranking.state,
        "objections_until": ranking.objections_until,
    }  # fmt: skip


def _whole(ranking: Ranking) -> dict[str, Any]:
    names = ("id", "unit", "unit_name", "score", "rank", "low", "high", "band", "cases", "was")
    return {
        **_line(ranking),
        "places": list(ranking.places.order_by("rank", "unit_name", "pk").values(*names)),
        "notes": notes_of(ranking),
        "seed": ranking.seed,
        "draws": ranking.draws,
        "libraries": ranking.libraries,
        "snapshot": ranking.snapshot,
        "inputs_sha256": ranking.inputs_sha256,
        "result_sha256": ranking.result_sha256,
        "came_out_same": ranking.came_out_same,
    }


def _scheme(version: SchemeVersion) -> dict[str, Any]:
    return {
        "id": version.pk,
        "key": version.key,
        "version": version.number,
        "title": version.title,
        "area": version.area.code,
        "state": version.state,
        "first_month": version.first_month,
        "end_month": version.end_month,
        "sha256": version.digest,
    }


@router.get("/schemes", summary="Schemes with their versions")
def all_schemes(request: HttpRequest) -> JsonResponse:
    rows = SchemeVersion.objects.select_related("area").order_by("key", "area", "-number")
    return JsonResponse({"items": [_scheme(each) for each in rows]})


@router.get("/schemes/{pk}", summary="One version, with its text")
def scheme(request: HttpRequest, pk: Id) -> JsonResponse:
    version = get_object_or_404(SchemeVersion.objects.select_related("area"), pk=pk)
    return JsonResponse({**_scheme(version), "text": version.text})


@router.put("/schemes/{pk}", summary="Change a draft")
def change_scheme(request: HttpRequest, pk: Id, body: Text) -> JsonResponse:
    version = get_object_or_404(SchemeVersion.objects.select_related("area"), pk=pk)
    made = schemes.redraft(version, body.text, by=caller(request), now=clock.now())
    return JsonResponse(_scheme(made))


@router.get("/indicators", summary="Indicators: what a column of a scheme means")
def all_indicators(request: HttpRequest) -> JsonResponse:
    rows = [
        {
            "id": each.key,
            "title": each.title,
            "measure": each.measure,
            "numerator": each.numerator,
            "denominator": each.denominator,
            "direction": each.direction,
            "target": None if each.target is None else float(each.target),
        }
        for each in indicators().values()
    ]
    return JsonResponse({"items": rows})


@router.get("/rankings", summary="Rankings the caller may read, the newest first")
def listed(request: HttpRequest) -> JsonResponse:
    found = rankings_for(caller(request), on=local_date(clock.now())).defer("inputs")
    return JsonResponse({"items": [_line(each) for each in found.order_by("-first", "-pk")[:200]]})


@router.post("/rankings", summary="Have a ranking computed")
def ask(request: HttpRequest, body: Asked) -> JsonResponse:
    now = clock.now()
    area = area_coded(body.area, on=local_date(now))
    if area is None:
        raise NotPossible(NO_AREA, code=body.area)
    version = get_object_or_404(SchemeVersion.objects.select_related("area"), pk=body.scheme)
    period = rankings.Period(_first(body.first), _first(body.last))
    whom = rankings.Whom(area, body.kind, period)
    made = rankings.ask_for_ranking(version, whom, by=caller(request), now=now)
    return JsonResponse(_line(made), status=202)


@router.get("/rankings/{pk}", summary="One ranking with its places, notes and checksums")
def one(request: HttpRequest, pk: Id) -> JsonResponse:
    return JsonResponse(_whole(_ranking(request, pk)))


@router.get("/places/{pk}", summary="One unit's result, item by item")
def place(request: HttpRequest, pk: Id) -> JsonResponse:
    found = _place(request, pk)
    read = read_scheme(found.ranking.scheme.text, str(found.ranking.scheme))
    unit = unit_in(found.ranking, read, found.unit_id)
    lines = lines_of(read, unit, indicators()) if unit else []
    items = [
        {
            "id": line.item.key,
            "title": line.item.title,
            "points": line.points,
            "most": line.most,
            "figures": [
                {"column": c.column, "value": c.shown, "base": c.base, "interval": c.interval}
                for c in line.cells
            ],
        }
        for line in lines
    ]
    return JsonResponse({"id": found.pk, "unit": found.unit_name, "score": found.score, "items": items})  # fmt: skip


@router.post("/places/{pk}/objections", summary="Object for a unit to its result")
def object_to(request: HttpRequest, pk: Id, body: Said) -> JsonResponse:
    made = objections.file_objection(
        _place(request, pk), body.text, column=body.column,
        by=caller(request), now=clock.now(),
    )  # fmt: skip
    return JsonResponse({"id": made.pk, "state": made.state}, status=201)


@router.post("/score-objections/{pk}/decision", summary="Decide an objection to a score")
def decide(request: HttpRequest, pk: Id, body: Decided) -> JsonResponse:
    objection = get_object_or_404(Objection.objects.select_related("place"), pk=pk)
    _place(request, objection.place_id)
    decision = objections.Decision(**body.dict())
    made = objections.decide_objection(objection, decision, by=caller(request), now=clock.now())
    return JsonResponse({"id": made.pk, "state": made.state})


@router.get("/scoreboard", auth=None, summary="Final rankings, for everybody")
def scoreboard(request: HttpRequest) -> JsonResponse:
    found = Ranking.objects.filter(state=RankingState.FINAL).select_related("scheme")
    rows = found.defer("inputs").order_by("-last", "area_code", "kind", "pk")[:100]
    return JsonResponse({"items": [_line(each) for each in rows]})


@router.get("/scoreboard/{pk}", auth=None, summary="One final ranking, for everybody")
def scoreboard_one(request: HttpRequest, pk: Id) -> JsonResponse:
    found = Ranking.objects.filter(state=RankingState.FINAL).select_related("scheme")
    return JsonResponse(_whole(get_object_or_404(found, pk=pk)))


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
