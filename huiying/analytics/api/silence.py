"""Villages nobody hears from, and how many people live where, for programs."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from huiying.analytics.actions import enter_populations
from huiying.analytics.api.shared import Code, When, area_asked
from huiying.analytics.imports import prefixes_of
from huiying.analytics.queries.groups import GroupLine, QuietGroups, groups_in, quiet_groups
from huiying.analytics.queries.silence import people_in, quiet_below, villages_of
from huiying.analytics.rules import per_thousand
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.choices import Level
from huiying.people.api import JsonResponse, caller

router = Router()


class Population(Schema):
    """People by code, as counted in a year: 12 digits, or 14 for a group of a village."""

    year: Annotated[int, Field(ge=1990, le=2100)]
    people: dict[
        Annotated[str, Field(pattern=r"^[1-9][0-9]{11}([0-9]{2})?$")],
        Annotated[int, Field(ge=0, le=10**9)],
    ]


@router.get("/figures/areas/{code}/silence", summary="What was heard of the villages of an area")
def silence(request: HttpRequest, code: Code, when: When) -> JsonResponse:
    """Information, never a merit or a fault. Of a township its villages, one by one (`items`); of a wider
    area how many villages of each part gave no sign (`areas`); of a village its groups (`groups`, of
    which log-ins are not known) and how many requests are counted for none of them (`no_group`)."""
    asked = area_asked(request, code, when)
    area, period = asked.subject.area, asked.period
    assert area is not None
    below = quiet_below(area, period, period.on)
    villages = [] if below else villages_of(area, period, period.on)
    people = people_in(each.area.prefix for each in villages)
    quiet = quiet_groups([each.area for each in villages], period, period.on)
    groups: list[GroupLine] = []
    no_group: int | None = None
    if area.level == Level.VILLAGE:
        groups, no_group = groups_in(area, period, period.on)
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
                    **_counted(quiet.get(each.area.code)),
                }
                for each in villages
            ],
            "groups": [
                {
                    "number": line.group.number,
                    "name": line.group.name,
                    "voices": line.heard.voices,
                    "visits": line.heard.visits,
                    "is_silent": line.is_silent,
                    "per_thousand": line.per_thousand,
                }
                for line in groups
            ],
            "no_group": no_group,
        }
    )


def _counted(groups: QuietGroups | None) -> dict[str, int | None]:
    """None where no groups of the village were entered."""
    return {
        "groups": groups.groups if groups else None,
        "silent_groups": groups.silent if groups else None,
    }


@router.put("/figures/people", summary="Write down how many people live in areas")
def people(request: HttpRequest, body: Population) -> JsonResponse:
    """Codes that name no area are left out; how many were written down is said."""
    now = clock.now()
    found = prefixes_of(body.people, local_date(now))
    n = enter_populations(found, body.year, by=caller(request), now=now)
    return JsonResponse({"areas": n})
