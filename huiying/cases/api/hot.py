"""Hot issues, for programs."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from huiying.cases.actions.hot import wave_aside
from huiying.cases.api.cases import Id
from huiying.cases.api.stepping import answered_once
from huiying.cases.permissions.hot import may_read_hot
from huiying.cases.queries import visible_to
from huiying.cases.queries.hot import Hot, cases_of, hot_for, hot_numbered
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.organisations.queries import area_coded
from huiying.people.api import JsonResponse, caller

router = Router()


def _row(hot: Hot) -> dict[str, Any]:
    line = hot.line
    return {
        "id": hot.issue.pk,
        "title": hot.title,
        "heat": hot.heat,
        "requests": hot.n,
        "first": hot.first,
        "last": hot.last,
        "places": line.places,
        "groups": line.groups,
        "warned_at": hot.issue.warned_at,
        "topic": hot.issue.topic_id,
    }


def _hot(request: HttpRequest, pk: int) -> Hot:
    by, now = caller(request), clock.now()
    may_read_hot(by=by, now=now).require()
    found = hot_numbered(pk, by, now=now)
    if found is None:
        raise Http404(pk)
    return found


@router.get("/hot-issues", summary="Matters that many people write about, the hottest first")
def listed(request: HttpRequest, area: str = "") -> JsonResponse:
    """Of each only what is visible to the caller; `area` (12 digits) narrows it to a place."""
    by, now = caller(request), clock.now()
    may_read_hot(by=by, now=now).require()
    place = area_coded(area, on=clock.local_date(now)) if area else None
    return JsonResponse({"items": [_row(hot) for hot in hot_for(by, now=now, area=place)]})


@router.get("/hot-issues/{pk}", summary="One hot issue with the cases its requests are on")
def one(request: HttpRequest, pk: Id) -> JsonResponse:
    hot = _hot(request, pk)
    visible = visible_to(caller(request), now=clock.now())
    numbers = list(cases_of(hot, visible).values_list("case_no", flat=True)[:100])
    return JsonResponse({**_row(hot), "cases": numbers})


@router.post("/hot-issues/{pk}/aside", summary="Say that it is no one matter")
def aside(request: HttpRequest, pk: Id) -> JsonResponse:
    def act() -> Answer:
        issue = wave_aside(_hot(request, pk), by=caller(request), now=clock.now())
        return Answer(200, {"id": issue.pk, "requests": issue.n})

    return answered_once(request, act)
