"""A hard matter's entry on the case page, and what its form starts from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huiying.cases.choices import Step
from huiying.cases.models import Case, HardCase
from huiying.cases.views.beside.panel import Panel
from huiying.people.models import Person


def _entry(case: Case, person: Person, now: datetime) -> Sequence[HardCase]:
    return list(HardCase.objects.filter(case=case).prefetch_related("notes"))


def _first(case: Case) -> dict[str, Any]:
    found = HardCase.objects.filter(case=case, struck_at__isnull=True).first()
    if found is None:
        return {}
    names = ("official", "plan", "next_on", "due_on")
    return {name: getattr(found, name) for name in names}


FIRST = {Step.ENTER_HARD: _first}
PANELS = (Panel("cases/panels/hard.html", _entry),)
