"""Builds of the figures for programs of whoever keeps the platform."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from huiying.appraisal.actions.figures import ask_for_build
from huiying.appraisal.models import Build
from huiying.appraisal.queries.figures import builds
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.permissions import may
from huiying.people.api import JsonResponse, answered_once, caller
from huiying.people.choices import Permission

router = Router()
SHOWN = 30


class Asked(Schema):
    """`full` builds every part anew, not only what changed."""

    full: bool = False


def build_row(build: Build) -> dict[str, Any]:
    return {
        "id": build.pk,
        "state": build.state,
        "is_full": build.is_full,
        "asked_at": build.asked_at.isoformat(),
        "snapshot": build.snapshot,
        "parts": build.parts,
        "rows": build.rows,
        "why": build.template % build.values if build.template else "",
    }


@router.get("/figures/builds", summary="The last builds of the figures, the newest first")
def listed(request: HttpRequest) -> JsonResponse:
    _operates(request)
    return JsonResponse({"items": [build_row(each) for each in builds()[:SHOWN]]})


@router.post("/figures/builds", summary="Have the figures built now")
def ask(request: HttpRequest, body: Asked | None = None) -> JsonResponse:
    _operates(request)

    def act() -> Answer:
        full = body.full if body else False
        made = ask_for_build(by=caller(request), now=clock.now(), full=full)
        return Answer(202, build_row(made))

    return answered_once(request, act)


def _operates(request: HttpRequest) -> None:
    may(caller(request), Permission.SEE_OPERATIONS, on=local_date(clock.now())).require()
