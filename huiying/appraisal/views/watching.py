"""Findings, indicators, and marks that are entered by hand."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.appraisal.actions.following import review_finding
from huiying.appraisal.actions.indicators import keep_indicator
from huiying.appraisal.actions.marks import enter_mark
from huiying.appraisal.actions.rankings import Period
from huiying.appraisal.choices.schemes import FindingState, VersionState
from huiying.appraisal.forms import IndicatorForm, MarkForm, ReviewForm
from huiying.appraisal.models import GamingFinding, IndicatorVersion, Mark
from huiying.appraisal.permissions import (
    findings_for,
    may_appraise,
    may_check,
    may_read,
    schemes_for,
)
from huiying.appraisal.presenters import PATTERNS
from huiying.appraisal.queries.indicators import indicators
from huiying.appraisal.queries.marks import entered_columns
from huiying.appraisal.rules.indicators import as_toml
from huiying.appraisal.views.access import data_of, keep
from huiying.appraisal.views.rankings import last_month
from huiying.cases.queries import visible_to
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.models import Unit
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff


@staff
@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """The queue: what somebody should look into, and what was looked into."""
    person, on = person_of(request), local_date(clock.now())
    may_check(None, by=person, on=on).require()
    found = findings_for(person, on=on).select_related("unit")
    rows = sorted(found.order_by("-month", "-pk")[:200], key=lambda each: each.state != "OPEN")
    context = {"rows": [(each, *PATTERNS[each.rule]) for each in rows]}
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
        "cases": list(cases.select_related("lead_unit", "area").order_by("-pk")),
        "in_all": len(found.cases),
        "back": reverse("appraisal:findings"),
        "submit": _("Keep the judgement"),
    }
    return keep(request, ReviewForm(**data_of(request)), act, page, "appraisal/finding.html")


@staff
@require_GET
def all_indicators(request: HttpRequest) -> HttpResponse:
    person, on = person_of(request), local_date(clock.now())
    may_read(by=person, on=on).require()
    numbers = dict(IndicatorVersion.objects.order_by("number").values_list("key", "number"))
    context = {
        "rows": [(each, numbers.get(each.key, 1)) for each in indicators().values()],
        "may_appraise": bool(may_appraise(None, by=person, on=on)),
    }
    return render(request, "appraisal/indicators.html", context)


@staff
@require_http_methods(["GET", "POST"])
def indicator(request: HttpRequest, key: str = "") -> HttpResponse:
    """Change an indicator, or write a new one."""
    person, now = person_of(request), clock.now()
    may_appraise(None, by=person, on=local_date(now)).require()
    known = indicators()
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
    }  # fmt: skip
    form = IndicatorForm(**data_of(request), initial={"text": first})
    return keep(request, form, act, page)


@staff
@require_GET
def marks(request: HttpRequest) -> HttpResponse:
    """Choose a scheme, a month and a unit; see what was entered."""
    person, on = person_of(request), local_date(clock.now())
    may_appraise(None, by=person, on=on).require()
    month = _month(request.GET.get("month", ""), last_month(on))
    adopted = schemes_for(person, on=on).exclude(state=VersionState.DRAFT)
    versions = adopted.order_by("key", "-number", "pk")
    version = versions.filter(pk=_number(request.GET.get("scheme", ""))).first() or versions.first()
    reach = scope_of(person, Permission.APPRAISE, on=on)
    units = Unit.objects.as_of(on).within(reach.prefixes)
    words = request.GET.get("q", "").strip()[:40]
    if words:
        units = units.filter(name__contains=words)
    kept = Mark.objects.none()
    if version is not None:
        within = Unit.objects.within(reach.prefixes)
        found = Mark.objects.filter(scheme_key=version.key, first=month, unit__in=within)
        kept = found.select_related("unit", "evidence")
    context = {
        "versions": versions,
        "version": version,
        "month": month,
        "words": words,
        "columns": entered_columns(version) if version else [],
        "units": units.order_by("area__level", "area__code", "kind", "code", "pk")[:40],
        "marks": kept.order_by("unit__code", "column", "pk")[:200],
    }  # fmt: skip
    return render(request, "appraisal/marks.html", context)


@staff
@require_http_methods(["GET", "POST"])
def mark(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Enter one mark of a unit for a month."""
    person, now = person_of(request), clock.now()
    version = get_object_or_404(schemes_for(person, on=local_date(now)), pk=pk)
    body = get_object_or_404(Unit.objects.select_related("area"), pk=unit)
    may_appraise(body.area, by=person, on=local_date(now)).require()
    month = _month(request.GET.get("month", ""), last_month(local_date(now)))
    goal = f"{reverse('appraisal:marks')}?scheme={version.pk}&month={month:%Y-%m}"

    def act(inputs: dict[str, Any]) -> str:
        enter_mark(version, body, Period(month, month), **inputs, by=person, now=now)
        return goal

    columns = [
        (each.name, f"{each.title}（{'、'.join(each.words)}）" if each.words else each.title)
        for each in entered_columns(version)
    ]
    page = {
        "title": _("Enter a mark"),
        "intro": f"{body.name} · {version} · {month:%Y-%m}",
        "back": goal,
        "submit": _("Keep"),
    }
    return keep(request, MarkForm(**data_of(request), columns=columns), act, page)


def _month(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return otherwise


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
