"""Terminations and legal routes on the case page and beside the decisions about them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huiying.cases.choices import Step, StopState
from huiying.cases.models import Case, LegalRoute, Termination
from huiying.cases.views.beside.panel import Panel
from huiying.people.models import Person


def _stops(case: Case, person: Person, now: datetime) -> Sequence[Termination]:
    found = Termination.objects.filter(assignment__case=case).select_related("assignment__unit")
    return list(found.order_by("-id"))


def _routes(case: Case, person: Person, now: datetime) -> Sequence[LegalRoute]:
    return list(case.legal_routes.prefetch_related("checks").order_by("-id"))


def _asked(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    rows = [each for each in _stops(case, person, now) if each.state == StopState.ASKED]
    return {"beside": "cases/panels/stops.html", "rows": rows, "is_beside": True}


def _route(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    rows = _routes(case, person, now)[:1]
    return {"beside": "cases/panels/legal.html", "rows": rows, "is_beside": True}


BESIDE = {
    Step.TERMINATE: _asked,
    Step.REFUSE_STOP: _asked,
    Step.CHECK_LEGAL: _route,
    Step.LEGAL_DONE: _route,
    Step.LEGAL_DECLINED: _route,
}
PANELS = (Panel("cases/panels/stops.html", _stops), Panel("cases/panels/legal.html", _routes))
