"""Beside dispatch: what the catalogue says and the units of the place; beside a return: what was asked."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from huiying.cases.choices import Part, Step
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Case
from huiying.cases.queries import Proposal, proposals_for, suggests
from huiying.cases.queries.catalogue import helpers
from huiying.cases.queries.routing import by_words, reads_of
from huiying.cases.views.beside.co_units import co_units_of
from huiying.lib import clock
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Unit
from huiying.people.models import Person

MOST_SUGGESTED = 8


KINDS = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT, UnitKind.UTILITY, UnitKind.CENTRE)


def suggested_for(codes: Collection[str], now: datetime) -> Mapping[str, list[Unit]]:
    """Area code → units that could lead there: the township of the place, then departments of its
    county. One question however many places there are."""
    near = {code: (code, f"{code[:9]:0<12}", f"{code[:6]:0<12}") for code in codes}
    wanted = {each for codes in near.values() for each in codes}
    units = Unit.objects.as_of(clock.local_date(now)).filter(area__code__in=wanted, kind__in=KINDS)
    ordered = list(units.select_related("area").order_by("-area__level", "code"))
    return {
        code: [unit for unit in ordered if unit.area.code in around][:MOST_SUGGESTED]
        for code, around in near.items()
    }


def suggested_units(case: Case, now: datetime) -> list[Unit]:
    return suggested_for([case.area_code], now)[case.area_code]


def _units(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    """What the catalogue says; where it says nothing, the units of the place."""
    proposals = proposals_for([case], now=now)[case.pk]
    similar = {}
    if suggests(SuggestionKind.DUPLICATES):
        similar = {
            "similar_url": reverse("cases:similar-case", args=[case.case_no]),
            "similar_more": reverse("cases:merge", args=[case.case_no]),
        }
    reads = reads_of([case])
    return {
        **similar,
        "read": reads.get(case.pk),
        "by_words": by_words([case], now=now, reads=reads).get(case.pk),
        "proposals": proposals,
        "suggestions": others(proposals, suggested_units(case, now)),
        "kept_co_units": (kept := co_units_of(case)),
        "proposed_co_units": helpers(case, proposals, kept),
    }


def others(proposals: list[Proposal], units: list[Unit]) -> list[Unit]:
    """The units of the place that the catalogue does not name already."""
    named = {each.unit.pk for each in proposals if each.unit is not None}
    return [unit for unit in units if unit.pk not in named]


def _proposed(case: Case) -> dict[str, Any]:
    """A unit whose termination was overturned gets the case back unless the decision says otherwise."""
    lead = case.assignments.filter(part=Part.LEAD).order_by("-id").first()
    steps = (Step.DISPATCH, Step.UPHOLD_TERMINATED)
    last = case.entries.filter(step__in=steps).order_by("-id").first()
    if lead is not None and last is not None and last.step == Step.UPHOLD_TERMINATED:
        return {"lead_unit": lead.unit_id}
    consulted = case.consultations.exclude(lead_unit=None).order_by("-id").first()
    if consulted is not None:
        return {"lead_unit": consulted.lead_unit_id}
    return first_unit(proposals_for([case], now=clock.now())[case.pk])


def first_unit(proposals: list[Proposal]) -> dict[str, Any]:
    """What the form proposes: the unit of the closest entry, unless the case must not go there."""
    if not proposals or proposals[0].unit is None:
        return {}
    return {"lead_unit": proposals[0].unit.pk}


def _asked_return(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    lead = case.assignments.filter(part=Part.LEAD, is_current=True).first()
    asked = lead.returns.select_related("proposed_unit").order_by("-id") if lead else None
    return {"asked_return": asked.first() if asked is not None else None}


FIRST = {Step.DISPATCH: _proposed}
BESIDE = {
    Step.DISPATCH: _units,
    Step.AGREE_RETURN: _asked_return,
    Step.REFUSE_RETURN: _asked_return,
}
