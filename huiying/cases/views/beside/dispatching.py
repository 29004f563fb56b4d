"""Beside dispatch: units of the place; beside the decision on a return: what was asked."""

from datetime import datetime
from typing import Any

from huiying.cases.choices import Step
from huiying.cases.models import Case
from huiying.lib import clock
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Unit
from huiying.people.models import Person

MOST_SUGGESTED = 8


def suggested_units(case: Case, now: datetime) -> list[Unit]:
    """Units that could lead here: the township of the place, then departments of its county."""
    kinds = [UnitKind.TOWNSHIP, UnitKind.DEPARTMENT, UnitKind.UTILITY, UnitKind.CENTRE]
    code = case.area_code
    near = [code, f"{code[:9]:0<12}", f"{code[:6]:0<12}"]
    on = clock.local_date(now)
    units = Unit.objects.as_of(on).filter(area__code__in=near, kind__in=kinds)
    return list(units.order_by("-area__level", "code")[:MOST_SUGGESTED])


def _units(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    return {"suggestions": suggested_units(case, now)}


def _asked_return(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    lead = case.assignments.filter(is_current=True).first()
    asked = lead.returns.select_related("proposed_unit").order_by("-id") if lead else None
    return {"asked_return": asked.first() if asked is not None else None}


BESIDE = {
    Step.DISPATCH: _units,
    Step.AGREE_RETURN: _asked_return,
    Step.REFUSE_RETURN: _asked_return,
}
