"""Appeals, exclusions and credits by API: what scores and dashboards elsewhere are made of."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from huiying.cases.api.cases import Id
from huiying.cases.models import Appeal, Rating
from huiying.cases.permissions import may_know_sample
from huiying.cases.queries import case_numbered
from huiying.cases.queries.appeals import exclusion_shares, page_of_appeals
from huiying.cases.queries.credits import Credit, rating_credits
from huiying.cases.rules.months import month_typed
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.permissions import may
from huiying.people.api import JsonResponse, caller
from huiying.people.choices import Permission

router = Router()
PAGE = 50
NO_MONTH = gettext_noop("“%(month)s” is no month. Write it as 2026-03.")


def appeal_row(appeal: Appeal) -> dict[str, Any]:
    return {
        "id": appeal.pk,
        "unit": appeal.unit_id,
        "case_no": appeal.case.case_no if appeal.case else None,
        "target": appeal.target,
        "measure": appeal.measure,
        "month": appeal.month,
        "reason": appeal.reason,
        "state": appeal.state,
        "filed_at": appeal.filed_at,
        "due": appeal.due,
        "decision": appeal.decision,
    }


def credit_row(credit: Credit, *, knows_sample: bool) -> dict[str, Any]:
    """Values as decimals; they are exact in halves, fifths and hundredths."""
    drawn = {"is_sampled": credit.is_sampled} if knows_sample else {}
    return {
        "rating": credit.rating,
        "round": credit.round,
        "assignment": credit.assignment,
        "unit": credit.unit,
        "share": float(credit.share),
        "solved": None if credit.solved is None else float(credit.solved),
        "result": float(credit.result),
        "manner": float(credit.manner),
        **drawn,
    }


@router.get("/appeals", summary="Appeals of your units or before your panel")
def appeals(request: HttpRequest, state: str = "open", after: Id | None = None) -> JsonResponse:
    """`state` is open or decided; `after` (the `next` of an earlier answer) goes on from there."""
    by, is_open = caller(request), state != "decided"
    rows = list(page_of_appeals(by, is_open=is_open, edge=after, now=clock.now())[:PAGE])
    more = rows[-1].pk if len(rows) == PAGE else None
    return JsonResponse({"items": [appeal_row(each) for each in rows], "next": more})


@router.get("/exclusions", summary="What was left out of a month, per unit, reason and measure")
def exclusions(request: HttpRequest, month: str) -> JsonResponse:
    may(caller(request), Permission.VIEW_CASES, on=local_date(clock.now())).require()
    asked = month_typed(month)
    if asked is None:
        raise NotPossible(NO_MONTH, month=month[:20])
    rows = [
        {
            "unit": each.unit.pk,
            "reason": each.reason,
            "measure": each.measure,
            "excluded": each.excluded,
            "base": each.base,
        }
        for each in exclusion_shares(asked)
    ]
    return JsonResponse({"items": rows})


@router.get("/cases/{case_no}/credits", summary="For whom the ratings of a case count")
def credits_of(request: HttpRequest, case_no: str) -> JsonResponse:
    by, now = caller(request), clock.now()
    case = case_numbered(case_no, by, now=now)
    knows = bool(may_know_sample(case.area_code, by=by, now=now))
    found = rating_credits(Rating.objects.filter(case=case))
    return JsonResponse({"items": [credit_row(each, knows_sample=knows) for each in found]})
