"""The cases behind a figure of a dashboard, for programs: asked for, fetched by the worker, read."""

from dataclasses import dataclass
from typing import Annotated, Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from huiying.analytics.api.shared import Asked, Code, Id, Spanned, area_asked, unit_asked
from huiying.analytics.choices import BEHIND, NEARNESS, Shown
from huiying.analytics.presenters.figures import plain
from huiying.analytics.queries.behind import Part, has_any, named, open_cell, proof_of, tally_of
from huiying.appraisal.actions.proving import Asked as FigureName
from huiying.appraisal.actions.proving import ask_for_cases
from huiying.appraisal.models import FigureProof
from huiying.appraisal.queries.behind import behind
from huiying.cases.choices import ClockKind
from huiying.cases.models import Case
from huiying.cases.queries import visible_to
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.people.api import JsonResponse, answered_once, caller

router = Router()
PAGE = 100
Name = Annotated[str, Path(max_length=30, description="As in the figures: `voices`, `on_time` …")]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000, description="From 1 on, a hundred at a time")]


class Which(Spanned):
    """Which figure: its period, and what part of the area or unit."""

    category: Annotated[str, Query(pattern=r"^\d{0,6}$", description="Of this category alone")] = ""
    alone: Annotated[bool, Query(description="The unit without those below it")] = False


class Cell(Spanned):
    """Which cell of what is open; blank: of all clocks, however near."""

    clock: Annotated[str, Query(max_length=20)] = ""
    near: Annotated[str, Query(description=f"One of {', '.join(NEARNESS)}")] = ""


Asking = Annotated[Which, Query()]
Opened = Annotated[Cell, Query()]


@router.get("/figures/areas/{code}/open", summary="The open cases behind what is open in an area")
def open_in_area(
    request: HttpRequest, code: Code, which: Opened, page: PageNumber = 1
) -> JsonResponse:
    """As they were when the figures were built; `is_noted` is false where that was not kept."""
    return _open(request, area_asked(request, code, which), which, page)


@router.get("/figures/units/{pk}/open", summary="The open cases behind what is open with a unit")
def open_with_unit(
    request: HttpRequest, pk: Id, which: Opened, page: PageNumber = 1
) -> JsonResponse:
    return _open(request, unit_asked(request, pk, which), which, page)


@router.get("/figures/areas/{code}/cases/{name}", summary="The cases behind a figure of an area")
def of_area(
    request: HttpRequest, code: Code, name: Name, which: Asking, page: PageNumber = 1
) -> JsonResponse:
    """Those the caller may see, each with what it counts as (k of n); how many others count is said.
    Until the worker has fetched them `is_ready` is false."""
    return _listed(request, _figure(area_asked(request, code, which), name, which), page)


@router.post(
    "/figures/areas/{code}/cases/{name}",
    summary="Have the cases behind a figure of an area fetched",
)
def ask_of_area(request: HttpRequest, code: Code, name: Name, which: Asking) -> JsonResponse:
    return _fetched(request, _figure(area_asked(request, code, which), name, which))


@router.get("/figures/units/{pk}/cases/{name}", summary="The cases behind a figure of a unit")
def of_unit(
    request: HttpRequest, pk: Id, name: Name, which: Asking, page: PageNumber = 1
) -> JsonResponse:
    return _listed(request, _figure(unit_asked(request, pk, which), name, which), page)


@router.post(
    "/figures/units/{pk}/cases/{name}", summary="Have the cases behind a figure of a unit fetched"
)
def ask_of_unit(request: HttpRequest, pk: Id, name: Name, which: Asking) -> JsonResponse:
    return _fetched(request, _figure(unit_asked(request, pk, which), name, which))


@dataclass(frozen=True)
class One:
    """One figure of somebody: what is shown, and by which name its cases are kept."""

    whose: Asked
    shown: Shown
    name: FigureName


def _figure(whose: Asked, name: str, which: Which) -> One:
    if name not in BEHIND:
        raise Http404
    shown, part = BEHIND[name], Part(which.category, which.alone)
    return One(whose, shown, named(whose.subject, whose.period, shown, part))


def _fetched(request: HttpRequest, one: One) -> JsonResponse:
    def act() -> Answer:
        return Answer(202, _state(ask_for_cases(one.name, by=caller(request), now=clock.now())))

    return answered_once(request, act)


def _listed(request: HttpRequest, one: One, page: int) -> JsonResponse:
    proof = proof_of(one.name, one.whose.good) if has_any(one.shown) else None
    visible = visible_to(caller(request), now=clock.now())
    found = behind(proof, visible)
    parts = _page(found.seen, page)
    number_of = dict(visible.filter(pk__in=parts["items"]).values_list("pk", "case_no"))
    items = [
        {"case_no": number_of[case], "k": found.counted[case][0], "n": found.counted[case][1]}
        for case in parts["items"]
    ]
    sums = {"k": proof.k_all, "n": proof.n_all} if proof and proof.n_all else None
    return JsonResponse(
        {
            "figure": plain(one.shown, tally_of(one.name, one.whose.subject)),
            "has_cases": has_any(one.shown),
            **_state(proof),
            "together": sums,
            "hidden": found.hidden,
            "unlisted": found.unlisted,
            **parts,
            "items": items,
        }
    )


def _open(request: HttpRequest, whose: Asked, which: Cell, page: int) -> JsonResponse:
    if which.clock not in ("", *ClockKind) or which.near not in ("", *NEARNESS):
        raise Http404
    cell = open_cell(whose.subject, whose.period, which.clock, which.near)
    seen = cell.seen_by(caller(request), clock.now())
    parts = _page(seen.values_list("case_no", flat=True), page)
    in_all = cell.cases.count()
    return JsonResponse(
        {
            "figure": {"count": cell.n},
            "month": f"{cell.month:%Y-%m}" if cell.month else None,
            "is_noted": in_all == cell.n,
            "hidden": in_all - parts["of"],
            **parts,
            "items": [{"case_no": each} for each in parts["items"]],
        }
    )


def _page(rows: "QuerySet[Case, Any] | list[int]", page: int) -> dict[str, Any]:
    parts = Paginator(rows, PAGE)
    items = list(parts.page(page)) if page <= parts.num_pages else []
    return {"items": items, "page": page, "pages": parts.num_pages, "of": parts.count}


def _state(proof: FigureProof | None) -> dict[str, Any]:
    return {
        "is_ready": bool(proof and proof.snapshot),
        "snapshot": proof.snapshot if proof else "",
        "state": proof.run.state if proof and proof.run else None,
    }
