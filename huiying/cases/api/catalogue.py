"""The dispatch catalogue by API: what it says as of a day, and what it proposes for a case."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from huiying.cases.models import DispatchRule
from huiying.cases.permissions.catalogue import may_read_rules
from huiying.cases.queries import PAGE, case_numbered, proposals_for, rules_on
from huiying.cases.rules.catalogue import codes_of, prefixes_of
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.people.api import JsonResponse, caller

router = Router()


@router.get("/dispatch-rules", summary="The dispatch catalogue, perhaps of one place and category")
def rules(
    request: HttpRequest,
    area: str = "",
    category: str = "",
    on: date | None = None,
    after: int | None = None,
) -> JsonResponse:
    """At most 50 by id; `after` (the `next` of an earlier answer) goes on from there. With `area` and
    `category` only the entries that speak for them."""
    may_read_rules(by=caller(request), now=clock.now()).require()
    found = rules_on(on or local_date(clock.now())).order_by("id")
    if area:
        found = found.filter(prefix__in=prefixes_of(area))
    if category:
        found = found.filter(category__in=codes_of(category))
    if after is not None:
        found = found.filter(pk__gt=after)
    rows = list(found.select_related("area").prefetch_related("co_units")[:PAGE])
    more = rows[-1].pk if len(rows) == PAGE else None
    return JsonResponse({"items": [_row(rule) for rule in rows], "next": more})


@router.get("/cases/{case_no}/proposals", summary="Units the catalogue proposes for a case")
def proposals(request: HttpRequest, case_no: str) -> JsonResponse:
    """The closest entry first. `barred`: that unit must not have the case, `unit` is the one above."""
    now = clock.now()
    case = case_numbered(case_no, caller(request), now=now)
    items = [
        {
            "unit": each.unit.pk if each.unit else None,
            "barred": each.is_barred,
            "rule": _row(each.rule),
        }
        for each in proposals_for([case], now=now)[case.pk]
    ]
    return JsonResponse({"items": items})


def _row(rule: DispatchRule) -> dict[str, Any]:
    return {
        "id": rule.pk,
        "category": rule.category_id,
        "area": rule.area.code,
        "lead_unit": rule.lead_unit_id,
        "co_units": [unit.pk for unit in rule.co_units.all()],
        "priority": rule.priority or None,
        "legal_basis": rule.legal_basis,
        "on_duty_list": rule.on_duty_list,
        "legal_days": rule.legal_days,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
    }
