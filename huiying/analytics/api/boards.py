"""Figures for programs: the same numbers, to the same people, as on the pages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Router

from huiying.analytics.api.shared import Asked, Code, Id, When, area_asked, reads, unit_asked
from huiying.analytics.choices import LOOP, NEARNESS, OF_UNITS, Shown
from huiying.analytics.presenters.figures import plain
from huiying.analytics.queries.boards import (
    Own,
    Tally,
    areas_compared,
    own_figures,
    units_compared,
)
from huiying.analytics.queries.subjects import (
    Subject,
    areas_below,
    reach_of,
    tops,
    units_below,
    units_beside,
)
from huiying.analytics.rules import Period, months_between
from huiying.appraisal.queries.figures import last_good
from huiying.appraisal.rules.rolling import DURATIONS, hour_reached
from huiying.cases.choices import ClockKind
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.choices import Level
from huiying.organisations.models import Unit
from huiying.people.api import JsonResponse, caller

router = Router()
MEASURES = tuple(dict.fromkeys(one.measure for one in LOOP))
READ = (*MEASURES, *DURATIONS)


def _counted(loop: Iterable[Shown], tallies: Mapping[str, Tally]) -> dict[str, Any]:
    return {one.key: plain(one, tallies.get(one.measure, Tally())) for one in loop}


def _board(asked: Asked) -> dict[str, Any]:
    subject, period, good = asked.subject, asked.period, asked.good
    loop = LOOP if subject.area else OF_UNITS
    own = own_figures(subject, period, READ)
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
        "took": _took(own, period),
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


def _took(own: Own, period: Period) -> dict[str, dict[str, float | int | None]]:
    """Duration → how many were answered; the mean in minutes; the working hours within which half and
    nine of ten were."""
    found = {}
    for name in DURATIONS:
        tally = own.of(name, period.first, period.last)
        hours: Mapping[int, int] = own.hours.get(name, {})
        if tally.n:
            found[name] = {
                "answered": tally.n,
                "mean_minutes": round(tally.k / tally.n, 1),
                "median_hours": hour_reached(hours, 50),
                "p90_hours": hour_reached(hours, 90),
            }
    return found


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


@router.get("/figures", summary="Whose figures the caller may read, the highest first")
def readable(request: HttpRequest) -> JsonResponse:
    reads(request)
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
def of_area(request: HttpRequest, code: Code, when: When) -> JsonResponse:
    """Counts, and rates with their base (`k` of `n`), of a month, quarter or year; thirteen months besides."""
    return JsonResponse(_board(area_asked(request, code, when)))


@router.get("/figures/units/{pk}", summary="The figures of a unit, and of those below it")
def of_unit(request: HttpRequest, pk: Id, when: When) -> JsonResponse:
    return JsonResponse(_board(unit_asked(request, pk, when)))
