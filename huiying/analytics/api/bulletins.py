"""Bulletins for programs: ordered, planned, fetched."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import FileResponse, Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from huiying.analytics.actions import note_fetch, order_bulletin, plan_bulletins
from huiying.analytics.api.shared import Id, area_named
from huiying.analytics.models import Bulletin, BulletinPlan
from huiying.analytics.queries.bulletins import areas_within, bulletins_within, export_scope
from huiying.files.views import deliver
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.permissions import may
from huiying.people.api import JsonResponse, answered_once, caller
from huiying.people.choices import Permission

router = Router()
SHOWN = 200


class Order(Schema):
    """The bulletin of an area and month."""

    area: Annotated[str, Field(pattern=r"^[1-9][0-9]{11}$", description="12 digits")]
    month: Annotated[str, Field(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$", description="2026-03")]


class Plan(Schema):
    """Whether the bulletin of an area is made every month."""

    area: Annotated[str, Field(pattern=r"^[1-9][0-9]{11}$", description="12 digits")]
    wanted: bool


def _bulletin(one: Bulletin) -> dict[str, Any]:
    return {
        "id": one.pk,
        "number": str(one),
        "area": one.prefix,
        "name": one.name,
        "month": f"{one.month:%Y-%m}",
        "asked_at": one.asked_at,
        "state": one.run.state if one.run else None,
        "snapshot": one.snapshot,
        "files": [name for name, kept in (("word", one.word_id), ("excel", one.sheets_id)) if kept],
    }


def _exports(request: HttpRequest) -> None:
    may(caller(request), Permission.EXPORT, on=local_date(clock.now())).require()


@router.get("/bulletins", summary="Bulletins of the caller's areas, the newest first")
def bulletins(request: HttpRequest) -> JsonResponse:
    _exports(request)
    found = bulletins_within(export_scope(caller(request), local_date(clock.now())))
    return JsonResponse({"items": [_bulletin(one) for one in found[:SHOWN]]})


@router.post("/bulletins", summary="Have a bulletin made")
def order(request: HttpRequest, body: Order) -> JsonResponse:
    """The worker makes it; ask for it until its state is `done`."""

    def act() -> Answer:
        now = clock.now()
        area = area_named(body.area)
        month = date.fromisoformat(f"{body.month}-01")
        made = order_bulletin(area, month, by=caller(request), now=now)
        return Answer(202, {"id": made.pk, "number": str(made)})

    return answered_once(request, act)


@router.get("/bulletins/plans", summary="Areas whose bulletin is made every month")
def plans(request: HttpRequest) -> JsonResponse:
    _exports(request)
    today = local_date(clock.now())
    areas = areas_within(export_scope(caller(request), today), today)
    planned = set(BulletinPlan.objects.values_list("prefix", flat=True))
    rows = [{"area": a.code, "name": a.name} for a in areas if a.prefix in planned]
    return JsonResponse({"items": rows})


@router.post("/bulletins/plans", summary="Have a bulletin made every month, or no longer")
def plan(request: HttpRequest, body: Plan) -> JsonResponse:
    def act() -> Answer:
        area = area_named(body.area)
        plan_bulletins(area, by=caller(request), now=clock.now(), wanted=body.wanted)
        return Answer(200, {"area": area.code, "wanted": body.wanted})

    return answered_once(request, act)


@router.get("/bulletins/{pk}", summary="One bulletin, and whether it is made")
def bulletin(request: HttpRequest, pk: Id) -> JsonResponse:
    _exports(request)
    return JsonResponse(_bulletin(_found(request, pk)))


@router.get("/bulletins/{pk}/{which}", summary="Its Word or Excel file")
def fetch(request: HttpRequest, pk: Id, which: Literal["word", "excel"]) -> FileResponse:
    """That somebody fetched it is written down."""
    _exports(request)
    one = _found(request, pk)
    kept = one.word if which == "word" else one.sheets
    if kept is None:
        raise Http404
    note_fetch(one, kept, by=caller(request), now=clock.now())
    return deliver(kept)


def _found(request: HttpRequest, pk: int) -> Bulletin:
    scope = export_scope(caller(request), local_date(clock.now()))
    found = bulletins_within(scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
