"""Missed time limits and cases under supervision, for programs."""

from django.http import HttpRequest
from ninja import Router

from huiying.cases.api.cases import Id
from huiying.cases.choices import BreachState, ClockKind
from huiying.cases.presenters import CASE_ROW, case_row
from huiying.cases.queries import PAGE
from huiying.cases.queries.watching import breaches_for, supervised
from huiying.lib import clock
from huiying.people.api import JsonResponse, caller

router = Router()


@router.get("/breaches", summary="Missed time limits, newest first")
def breaches(
    request: HttpRequest,
    kind: ClockKind | None = None,
    state: BreachState | None = None,
    unit: Id | None = None,
    before: Id | None = None,
) -> JsonResponse:
    """At most 50; `before` (the `next` of an earlier answer) goes on from there."""
    found = breaches_for(caller(request), now=clock.now())
    asked = {"kind": kind, "state": state, "unit": unit, "pk__lt": before}
    found = found.filter(**{name: value for name, value in asked.items() if value is not None})
    rows = list(found[:PAGE])
    items = [
        {
            "id": each.pk,
            "case_no": each.case.case_no if each.case else None,
            "receipt_no": each.request.receipt_no if each.request else None,
            "kind": each.kind,
            "unit": each.unit_id,
            "due": each.due,
            "recorded_at": each.at,
            "state": each.state,
        }
        for each in rows
    ]
    more = rows[-1].pk if len(rows) == PAGE else None
    return JsonResponse({"items": items, "next": more})


@router.get("/supervised", summary="Cases under supervision, newest first")
def under_supervision(request: HttpRequest, before: Id | None = None) -> JsonResponse:
    found = supervised(caller(request), now=clock.now())
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.values_list("id", "supervision", *CASE_ROW)[:PAGE])
    more = rows[-1][0] if len(rows) == PAGE else None
    items = [{**case_row(row[2:]), "supervision": row[1]} for row in rows]
    return JsonResponse({"items": items, "next": more})
