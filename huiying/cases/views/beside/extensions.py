"""Beside the decision: what is asked and what was given before. On the case page: all of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huiying.cases.choices import Priority, Step
from huiying.cases.models import Case, Extension
from huiying.cases.queries import current_lead
from huiying.cases.queries.clocks import handle_clock
from huiying.cases.queries.extensions import extensions_of, given_days, open_extension
from huiying.cases.rules.extensions import MOST_DAYS, MOST_TIMES
from huiying.cases.rules.shifts import extended
from huiying.cases.views.beside.panel import Panel
from huiying.lib.workdays import Unit
from huiying.organisations.queries import calendar_for
from huiying.people.models import Person


def _asking(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    lead = current_lead(case)
    times, given = given_days(lead) if lead else (0, 0)
    return {
        "beside": "cases/beside/ask_extension.html",
        "is_question": case.priority == Priority.P3,
        "times_left": MOST_TIMES - times,
        "days_left": max(MOST_DAYS - given, 0),
        "handle": handle_clock(lead),
    }


def _deciding(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    lead = current_lead(case)
    asked, handle = open_extension(lead), handle_clock(lead)
    if asked is None or handle is None:
        return {}
    calendar = calendar_for(case.area_code).provisional_twin()
    new = extended(handle.due, Unit(handle.amount_unit), asked.days, calendar)
    return {
        "beside": "cases/beside/decide_extension.html",
        "asked": asked,
        "handle": handle,
        "new_due": new,
    }


def _rows(case: Case, person: Person, now: datetime) -> Sequence[Extension]:
    return list(extensions_of(case))


BESIDE = {
    Step.ASK_EXTENSION: _asking,
    Step.GRANT_EXTENSION: _deciding,
    Step.REFUSE_EXTENSION: _deciding,
    Step.CONSENT_EXTENSION: _deciding,
}
PANELS = (Panel("cases/panels/extensions.html", _rows),)
