"""Who in the unit works on the case, and beside passing it on: the colleagues with what they have in hand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huiying.cases.choices import Step
from huiying.cases.models import Case, Holding
from huiying.cases.queries import current_lead
from huiying.cases.queries.holding import loads_of, open_parts
from huiying.cases.views.beside.panel import Panel
from huiying.people.models import Person


def _holder(case: Case, person: Person, now: datetime) -> Sequence[Any]:
    held = Holding.objects.filter(assignment__in=open_parts().filter(case=case))
    return list(held.select_related("person", "assignment__unit"))


def _colleagues(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    lead = current_lead(case)
    return {"colleagues": loads_of([lead.unit_id], now=now) if lead else []}


BESIDE = {Step.GIVE_TO: _colleagues}
PANELS = (Panel("cases/panels/holding.html", _holder),)
