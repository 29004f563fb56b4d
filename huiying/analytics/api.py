"""Figures and bulletins for programs: the same numbers, to the same people, as on the pages."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from django.http import FileResponse, Http404, HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from huiying.analytics.actions import note_fetch, order_bulletin
from huiying.analytics.choices import LOOP, NEARNESS, OF_UNITS, Shown, Span
from huiying.analytics.models import Bulletin
from huiying.analytics.presenters.figures import plain
from huiying.analytics.queries.boards import (
    Own,
    Tally,
    areas_compared,
    own_figures,
    units_compared,
)
from huiying.analytics.queries.bulletins import bulletins_within, export_scope
from huiying.analytics.queries.silence import villages_of
from huiying.analytics.queries.subjects import (
    Subject,
    area_subject,
    areas_below,
    reach_of,
    tops,
    unit_subject,
    units_below,
    units_beside,
)
from huiying.analytics.rules import Period, months_between, period_of
from huiying.appraisal.models import Build
from huiying.appraisal.queries.figures import last_good
from huiying.cases.choices import ClockKind
from huiying.files.views import deliver
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.choices import Level
from huiying.organisations.models import Unit
from huiying.organisations.permissions import may
from huiying.organisations.queries import area_coded
from huiying.people.api import JsonResponse, answered_once, caller
from huiying.people.choices import Permission

router = Router(tags=["figures"])
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Code = Annotated[str, Path(pattern=r"^[1-9][0-9]{11}$")]
On = Annotated[
    date | None, Query(ge=date(2000, 1, 1), description="A day of the period; today without it")
]
MEASURES = tuple(dict.fromkeys(one.measure for one in LOOP))
SHOWN = 200
NO_AREA = gettext_noop("There is no area with the code %(code)s.")


class Order(Schema):
    """The bulletin of an area and month."""

    area: Annotated[str, Field(pattern=r"^[1-9][0-9]{11}$", description="12 digits")]
    month: Annotated[str, Field(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$", description="2026-03")]


def _period(span: Span, on: date | None, good: Build | None) -> Period:
    today = local_date(clock.now())
    usual = local_date(good.made_at) if good and good.made_at else today
    return period_of(span, on if on and on <= today else usual)


def _counted(loop: Iterable[Shown], tallies: Mapping[str, Tally]) -> dict[str, Any]:
    return {one.key: plain(one, tallies.get(one.measure, Tally())) for one in loop}


def _board(subject: Subject, period: Period, good: Build | None) -> dict[str, Any]:
    loop = LOOP if subject.area else OF_UNITS
    own = own_figures(subject, period, MEASURES)
    whole = {name: own.of(name, period.first, period.last) for name in MEASURES}
    return {
        "of": {"kind": subject.kind, "id": subject.key, "name": subject.name, "code": subject.code},
        "span": period.span,
        "first": f"{period.first:%Y-%m}",
        "last": f"{period.last:%Y-%m}",
        "snapshot": good.snapshot if good else None,
        "known_until": good.made_at if good else None,
        "figures": _counted(loop, whole),
        "months": _months(own, period, loop),
        "open": _open(own),
        **_below(subject, period),
    }


def _months(own: Own, period: Period, loop: Sequence[Shown]) -> list[dict[str, Any]]:
    return [
        {
            "month": f"{month:%Y-%m}",
            "figures": _counted(loop, {n: own.of(n, month, month) for n in MEASURES}),
        }
        for month in months_between(period.trend_from, period.last)
    ]


def _open(own: Own) -> dict[str, dict[str, int]] | None:
    """Clock → nearness → cases; None where it was not kept."""
    if own.backlog_of is None:
        return None
    found = {each: {near: own.backlog[f"{each}.{near}"] for near in NEARNESS} for each in ClockKind}
    return {str(each): counts for each, counts in found.items() if any(counts.values())}


def _below(subject: Subject, period: Period) -> dict[str, Any]:
    """Lower areas and units side by side: a comparison, no ranking."""
    area, unit = subject.area, subject.unit
    areas = areas_below(area, period.on) if area else []
    units: list[Unit] = units_below(unit, period.on) if unit else []
    if area is not None and area.level < Level.VILLAGE:
        units = units_beside(area, period.on)
    of_areas = areas_compared(areas, period, MEASURES) if areas else {}
    of_units = units_compared(units, period, MEASURES, whole=unit is not None) if units else {}
    return {
        "areas": [
            {"code": a.code, "name": a.name, "figures": _of(a.prefix, of_areas, LOOP)}
            for a in areas
        ],
        "units": [
            {"id": u.pk, "name": u.name, "kind": u.kind, "figures": _of(str(u.pk), of_units, OF_UNITS)}
            for u in units
        ],
    }  # fmt: skip


def _of(
    key: str, tallies: Mapping[tuple[str, str], Tally], loop: Iterable[Shown]
) -> dict[str, Any]:
    return _counted(loop, {name: tallies.get((key, name), Tally()) for name in MEASURES})


def _reads(request: HttpRequest) -> None:
    may(caller(request), Permission.VIEW_CASES, on=local_date(clock.now())).require()


def _area(request: HttpRequest, code: str, period: Period) -> Subject:
    area = area_coded(code, on=period.on)
    scope = reach_of(caller(request), local_date(clock.now()))
    found = area_subject(area.prefix, scope, period.on) if area else None
    if found is None:
        raise Http404
    return found


@router.get("/figures", summary="Whose figures the caller may read, the highest first")
def readable(request: HttpRequest) -> JsonResponse:
    _reads(request)
    on, good = local_date(clock.now()), last_good()
    rows = [
        {"kind": kind, "id": key, "name": name}
        for kind, key, name in tops(reach_of(caller(request), on), on)
    ]
    known = {
        "snapshot": good.snapshot if good else None,
        "known_until": good.made_at if good else None,
    }
    return JsonResponse({**known, "items": rows})


@router.get("/figures/areas/{code}", summary="The figures of an area, and of those in it")
def of_area(
    request: HttpRequest, code: Code, span: Span = Span.MONTH, on: On = None
) -> JsonResponse:
    """Counts, and rates with their base (`k` of `n`), of a month, quarter or year; thirteen months besides."""
    _reads(request)
    good = last_good()
    period = _period(span, on, good)
    return JsonResponse(_board(_area(request, code, period), period, good))


@router.get("/figures/units/{pk}", summary="The figures of a unit, and of those below it")
def of_unit(request: HttpRequest, pk: Id, span: Span = Span.MONTH, on: On = None) -> JsonResponse:
    _reads(request)
    good = last_good()
    found = unit_subject(pk, reach_of(caller(request), local_date(clock.now())))
    if found is None:
        raise Http404
    return JsonResponse(_board(found, _period(span, on, good), good))


@router.get("/figures/areas/{code}/silence", summary="What was heard of each village of a township")
def silence(
    request: HttpRequest, code: Code, span: Span = Span.MONTH, on: On = None
) -> JsonResponse:
    """Information, never a merit or a fault; of other areas there are no villages right below."""
    _reads(request)
    period = _period(span, on, last_good())
    subject = _area(request, code, period)
    assert subject.area is not None
    rows = [
        {"code": each.area.code, "name": each.area.name, "voices": each.voices,
         "visits": each.visits, "logins": each.logins, "is_silent": each.is_silent}
        for each in villages_of(subject.area, period, period.on)
    ]  # fmt: skip
    return JsonResponse({"first": f"{period.first:%Y-%m}", "last": f"{period.last:%Y-%m}", "items": rows})  # fmt: skip


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
        area = area_coded(body.area, on=local_date(now))
        if area is None:
            raise NotPossible(NO_AREA, code=body.area)
        month = date.fromisoformat(f"{body.month}-01")
        made = order_bulletin(area, month, by=caller(request), now=now)
        return Answer(202, {"id": made.pk, "number": str(made)})

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
