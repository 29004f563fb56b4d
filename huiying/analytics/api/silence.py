"""Villages nobody hears from, and how many people live where, for programs."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from huiying.analytics.actions import enter_populations
from huiying.analytics.api.shared import Code, On, area_for, period_asked, reads
from huiying.analytics.choices import Span
from huiying.analytics.imports import prefixes_of
from huiying.analytics.queries.silence import people_in, quiet_below, villages_of
from huiying.analytics.rules import per_thousand
from huiying.appraisal.queries.figures import last_good
from huiying.lib import clock
from huiying.people.api import JsonResponse, caller

router = Router()


class Population(Schema):
    """People by code, as counted in a year: 12 digits, or 14 for a group of a village."""

    year: Annotated[int, Field(ge=1990, le=2100)]
    people: dict[
        Annotated[str, Field(pattern=r"^[1-9][0-9]{11}([0-9]{2})?$")], Annotated[int, Field(ge=0, le=10**9)]
    ]


@router.get("/figures/areas/{code}/silence", summary="What was heard of the villages of an area")
def silence(
    request: HttpRequest, code: Code, span: Span = Span.MONTH, on: On = None
) -> JsonResponse:
    """Information, never a merit or a fault. Of a township its villages, one by one (`items`); of a wider
    area how many villages of each part gave no sign (`areas`)."""
    reads(request)
    period = period_asked(span, on, last_good())
    subject = area_for(request, code, period)
    assert subject.area is not None
    below = quiet_below(subject.area, period, period.on)
    villages = [] if below else villages_of(subject.area, period, period.on)
    people = people_in(each.area.prefix for each in villages)
    return JsonResponse(
        {
            "first": f"{period.first:%Y-%m}",
            "last": f"{period.last:%Y-%m}",
            "areas": [
                {
                    "code": q.area.code,
                    "name": q.area.name,
                    "villages": q.villages,
                    "silent": q.silent,
                }
                for q in below
            ],
            "items": [
                {
                    "code": each.area.code,
                    "name": each.area.name,
                    "voices": each.voices,
                    "visits": each.visits,
                    "logins": each.logins,
                    "is_silent": each.is_silent,
                    "per_thousand": per_thousand(each.voices, people.get(each.area.prefix, 0)),
                }
                for each in villages
            ],
        }
    )


@router.put("/figures/people", summary="Write down how many people live in areas")
def people(request: HttpRequest, body: Population) -> JsonResponse:
    """Codes that name no area are left out; how many were written down is said."""
    found = prefixes_of(body.people)
    n = enter_populations(found, body.year, by=caller(request), now=clock.now())
    return JsonResponse({"areas": n})
