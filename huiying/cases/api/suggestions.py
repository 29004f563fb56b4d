"""The switches of the suggestions, and how people decided about them, for programs."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from huiying.cases import actions
from huiying.cases.api.stepping import answered_once
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.permissions import may_see_suggestions
from huiying.cases.queries.suggestions import Tally, switches, tallies
from huiying.cases.rules.suggestions import LOOK_BACK
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.people.api import JsonResponse, caller

router = Router()


class SwitchIn(Schema):
    is_on: bool


def _row(kind: SuggestionKind, tally: Tally) -> dict[str, Any]:
    row = switches()[kind]
    return {
        "kind": kind,
        "is_on": row is None or row.is_on,
        "changed_by": row.changed_by_name if row else "",
        "changed_at": row.changed_at if row else None,
        "taken": tally.taken,
        "changed": tally.changed,
        "dismissed": tally.dismissed,
        "missed": tally.missed,
    }


@router.get("/suggestions", summary="Which suggestions are made, and the decisions of 30 days")
def suggestions(request: HttpRequest) -> JsonResponse:
    now = clock.now()
    may_see_suggestions(by=caller(request), now=now).require()
    counted = tallies(now - LOOK_BACK)
    return JsonResponse({"items": [_row(kind, counted[kind]) for kind in SuggestionKind]})


@router.post("/suggestions/{kind}", summary="Switch a sort of suggestion on or off")
def switch(request: HttpRequest, kind: SuggestionKind, body: SwitchIn) -> JsonResponse:
    def act() -> Answer:
        row = actions.switch_suggestion(kind, is_on=body.is_on, by=caller(request), now=clock.now())
        return Answer(200, {"kind": kind, "is_on": row.is_on})

    return answered_once(request, act)
