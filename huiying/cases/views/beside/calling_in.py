"""Returns and the panel, calls, escalations, consultations and opinions on the page of a case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import OpinionState, Part, Step
from huiying.cases.models import (
    Assignment,
    Case,
    Consultation,
    Escalation,
    Opinion,
    ReturnRequest,
    WhistleCall,
)
from huiying.cases.permissions import part_steps
from huiying.cases.queries.credits import sharing_parts
from huiying.cases.views.beside.co_units import co_units_of
from huiying.cases.views.beside.panel import Panel, StepLink, part_links
from huiying.lib.clock import local_date
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person


@dataclass(frozen=True)
class CallCard:
    call: WhistleCall
    links: list[StepLink]


@dataclass(frozen=True)
class OpinionCard:
    """`link` only for those who may pass it on."""

    opinion: Opinion
    links: list[StepLink]
    link: str


def _returns(case: Case, person: Person, now: datetime) -> list[ReturnRequest]:
    found = ReturnRequest.objects.filter(assignment__case=case, assignment__part=Part.LEAD)
    related = found.select_related("assignment__unit", "proposed_unit", "designated_unit")
    return list(related.prefetch_related("views__unit").order_by("id"))


def _calls(case: Case, person: Person, now: datetime) -> list[CallCard]:
    cards = []
    for call in case.whistle_calls.select_related("unit").order_by("id"):
        call.case = case
        verdicts = part_steps(call, by=person, now=now)
        cards.append(CallCard(call, part_links("cases:call-step", call.pk, verdicts)))
    return cards


def _escalations(case: Case, person: Person, now: datetime) -> list[Escalation]:
    return list(case.escalations.select_related("area").order_by("id"))


def _consultations(case: Case, person: Person, now: datetime) -> list[Consultation]:
    found = case.consultations.select_related("lead_unit").order_by("id")
    return list(found.prefetch_related("invited", "co_units", "views__unit", "papers__attachment"))


def _opinions(case: Case, person: Person, now: datetime) -> list[OpinionCard]:
    scope = scope_of(person, Permission.HANDLE, on=local_date(now))
    cards = []
    for opinion in case.opinions.order_by("id"):
        opinion.case = case
        links = part_links(
            "cases:opinion-step", opinion.pk, part_steps(opinion, by=person, now=now)
        )
        may_pass_on = case.lead_unit_id is not None and scope.covers_unit(case.lead_unit_id)
        is_open = opinion.state == OpinionState.ASKED
        link = f"{settings.HUIYING_PUBLIC_URL}/o/{opinion.token}" if may_pass_on and is_open else ""
        cards.append(OpinionCard(opinion, links, link))
    return cards


def _done_parts(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    """Co-units that may have to do their part again with the lead."""
    return {"redo_co_units": _finished(case)}


def _finished(case: Case) -> list[Assignment]:
    return [part for part in co_units_of(case) if part.replied_at is not None]


def _sharing(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    return {"sharing": list(sharing_parts(case))}


def _panel(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    rows = _returns(case, person, now)
    return {"beside": "cases/beside/returned.html", "returned": rows[-1] if rows else None}


AGAIN = (Step.SEND_BACK, Step.FIND_NOT_DONE, Step.REWORK, Step.SPOT_CHECK, Step.UPHOLD)
BESIDE = {
    **dict.fromkeys(AGAIN, _done_parts),
    Step.RELEASE: _sharing,
    Step.GIVE_PANEL_VIEW: _panel,
    Step.DESIGNATE: _panel,
    Step.DISPUTE_RETURN: _panel,
}
FIRST: dict[Step, Callable[[Case], dict[str, Any]]] = {
    Step.TAKE_OVER: lambda case: {"keep_old": True},
    Step.REPLACE_LEAD: lambda case: {"keep_old": case.first_receiver_id == case.lead_unit_id},
}
"""Who received a case first stays with it, unless somebody above says otherwise (I10)."""
PAPERS = {Step.CONCLUDE_CONSULT: ("files", _("Signed minutes and other papers"))}
PANELS = (
    Panel("cases/panels/returns.html", _returns),
    Panel("cases/panels/calls.html", _calls),
    Panel("cases/panels/escalations.html", _escalations),
    Panel("cases/panels/consultations.html", _consultations),
    Panel("cases/panels/opinions.html", _opinions),
)
