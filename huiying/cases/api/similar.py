"""Likely the same matter, for programs."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Router

from huiying.cases.queries import (
    Alike,
    alike_case,
    alike_request,
    case_numbered,
    requests_visible_to,
)
from huiying.lib import clock
from huiying.people.api import JsonResponse, caller

router = Router()


@router.get("/requests/{receipt_no}/similar", summary="Cases a request may belong to")
def of_request(request: HttpRequest, receipt_no: str) -> JsonResponse:
    """The likeliest first; attach it to one by the step `attach`. Empty while switched off."""
    by, now = caller(request), clock.now()
    asked = requests_visible_to(by, now=now).get(receipt_no=receipt_no)
    return _items(alike_request(asked, by, now=now))


@router.get("/cases/{case_no}/similar", summary="Open cases that may be the same matter")
def of_case(request: HttpRequest, case_no: str) -> JsonResponse:
    """The likeliest first; merge one by the step `merge`. Empty while switched off."""
    by, now = caller(request), clock.now()
    return _items(alike_case(case_numbered(case_no, by, now=now), by, now=now))


def _items(rows: Sequence[Alike]) -> JsonResponse:
    return JsonResponse({"items": [_row(each) for each in rows]})


def _row(each: Alike) -> dict[str, Any]:
    case = each.case
    return {
        "case_no": case.case_no,
        "title": case.title,
        "state": case.state,
        "area": case.area_code,
        "opened_at": case.opened_at,
        "likeness": each.likeness,
        "same_person": each.same_person,
        "same_village": each.same_village,
        "same_category": each.same_category,
    }
