"""On the case page: the rungs taken, and time limits that were missed."""

from collections.abc import Sequence
from datetime import datetime

from huiying.cases.models import Breach, Case, Supervision
from huiying.cases.views.beside.panel import Panel
from huiying.people.models import Person


def _rungs(case: Case, person: Person, now: datetime) -> Sequence[Supervision]:
    return list(case.supervisions.order_by("-id"))


def _breaches(case: Case, person: Person, now: datetime) -> Sequence[Breach]:
    return list(case.breaches.select_related("unit").order_by("-id"))


PANELS = (
    Panel("cases/panels/supervision.html", _rungs),
    Panel("cases/panels/breaches.html", _breaches),
)
