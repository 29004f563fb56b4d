"""Findings about figures, and indicators."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.appraisal.actions.following import review_finding
from huiying.appraisal.actions.indicators import keep_indicator, retire_indicator
from huiying.appraisal.choices.schemes import FindingState
from huiying.appraisal.forms import IndicatorForm, ReviewForm
from huiying.appraisal.models import GamingFinding
from huiying.appraisal.permissions import (
    findings_for,
    may_appraise,
    may_check,
    may_read,
)
from huiying.appraisal.presenters import PATTERNS, plain
from huiying.appraisal.queries.indicators import every_indicator, indicators, numbers, retired
from huiying.appraisal.rules.indicators import as_toml
from huiying.appraisal.views.access import data_of, do, keep
from huiying.appraisal.views.paging import first_when, page_of
from huiying.cases.queries import visible_to
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff


@staff
@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """The queue: what somebody should look into, and what was looked into."""
    person, on = person_of(request), local_date(clock.now())
    may_check(None, by=person, on=on).require()
    found = findings_for(person, on=on).select_related("unit")
    rows = found.order_by(first_when(state=FindingState.OPEN), "-month", "-pk")
    page = page_of(request, rows)
    context = {"page": page, "rows": [(each, *PATTERNS[each.rule]) for each in page]}
    return render(request, "appraisal/findings.html", context)


@staff
@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding with the cases that show it, and what a reviewer makes of it."""
    found = get_object_or_404(GamingFinding.objects.select_related("unit__area"), pk=pk)
    person, now = person_of(request), clock.now()
    may_check(found.unit.area, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> str:
        review_finding(found, **inputs, by=person, now=now)
        return reverse("appraisal:findings")

    cases = visible_to(person, now=now).filter(pk__in=found.cases)
    seen, means = PATTERNS[found.rule]
    page = {
        "title": seen,
        "means": means,
        "finding": found,
        "is_open": found.state == FindingState.OPEN,
        "reviewer": _name_of(found.reviewed_by_id),
        "cases": list(cases.select_related("lead_unit", "area").order_by("-pk")),
        "in_all": len(found.cases),
        "back": reverse("appraisal:findings"),
        "submit": _("Keep the judgement"),
    }
    return keep(request, ReviewForm(**data_of(request)), act, page, "appraisal/finding.html")


def _name_of(person: int | None) -> str:
    found = Person.objects.filter(pk=person).first() if person else None
    return found.name or found.username if found else ""


@staff
@require_GET
def all_indicators(request: HttpRequest) -> HttpResponse:
    """Those that hold, and those that were retired."""
    person, on = person_of(request), local_date(clock.now())
    may_read(by=person, on=on).require()
    versions, gone = numbers(), retired()
    lines = [
        (each, versions[each.key], "" if each.target is None else plain(each.target))
        for each in every_indicator().values()
    ]
    context = {
        "rows": [line for line in lines if line[0].key not in gone],
        "retired": [line for line in lines if line[0].key in gone],
        "may_appraise": bool(may_appraise(None, by=person, on=on)),
    }
    return render(request, "appraisal/indicators.html", context)


@staff
@require_http_methods(["GET", "POST"])
def indicator(request: HttpRequest, key: str = "") -> HttpResponse:
    """Change an indicator, or write a new one."""
    person, now = person_of(request), clock.now()
    may_appraise(None, by=person, on=local_date(now)).require()
    known = every_indicator()
    if key and key not in known:
        raise Http404(key)
    first = as_toml(known[key]) if key else as_toml(known["response_rate"]).replace("response_rate", "new_rate")  # fmt: skip

    def act(inputs: dict[str, Any]) -> str:
        keep_indicator(inputs["text"], key=key, by=person, now=now)
        return reverse("appraisal:indicators")

    page = {
        "title": known[key].title if key else _("New indicator"),
        "intro": _("Three questions before an indicator counts: do people care about it, can they perceive it, can it be operated and checked?"),
        "back": reverse("appraisal:indicators"),
        "submit": _("Keep as a new version"),
        "retire": reverse("appraisal:retire-indicator", args=[key]) if key in indicators() else "",
        "is_retired": key in retired(),
    }  # fmt: skip
    form = IndicatorForm(**data_of(request), initial={"text": first})
    return keep(request, form, act, page, "appraisal/indicator.html")


@staff
@require_POST
def retire(request: HttpRequest, key: str) -> HttpResponse:
    """No new scheme uses it any more."""
    person, now = person_of(request), clock.now()

    def act() -> None:
        retire_indicator(key, by=person, now=now)

    said = _("The indicator is retired. What it judged stays explained.")
    return do(request, act, reverse("appraisal:indicators"), said)
