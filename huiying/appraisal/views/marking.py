"""What no figure of the platform says: marks entered by hand, classes of units, evidence."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.appraisal.actions.marks import Entry, enter_mark
from huiying.appraisal.actions.rankings import Period
from huiying.appraisal.choices.schemes import VersionState
from huiying.appraisal.forms import MarkForm
from huiying.appraisal.models import Mark, SchemeVersion
from huiying.appraisal.permissions import marks_for, may_appraise, schemes_for
from huiying.appraisal.queries.marks import CLASS, classes_in, entered_columns
from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.views.access import data_of, keep
from huiying.appraisal.views.paging import page_of
from huiying.appraisal.views.rankings import last_month
from huiying.design.presenters import listed, sentence
from huiying.files.views import deliver
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import Refused
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Unit
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

MOST = 200
"""Marks listed of one scheme and period; the unit's name narrows them down."""


@dataclass(frozen=True)
class Chosen:
    """What the pages of marks are about: a scheme, whole months, units by kind and name."""

    version: SchemeVersion | None
    period: Period
    kind: str
    words: str

    @property
    def query(self) -> str:
        """The same choices as an address carries them on."""
        said = {
            "scheme": self.version.pk if self.version else "",
            "month": f"{self.period.first:%Y-%m}",
            "until": f"{self.period.last:%Y-%m}",
            "kind": self.kind,
            "q": self.words,
        }
        return urlencode({name: value for name, value in said.items() if value})


@staff
@require_GET
def marks(request: HttpRequest) -> HttpResponse:
    """Choose a scheme, months and a unit; see what was entered."""
    versions = _adopted(request)
    chosen = _chosen(request, versions)
    version, period = chosen.version, chosen.period
    kept = Mark.objects.none()
    if version is not None:
        here = marks_for(person_of(request), on=local_date(clock.now()))
        found = here.filter(scheme_key=version.key, first=period.first, last=period.last)
        kept = found.exclude(column=CLASS).select_related("unit", "evidence")
        if chosen.words:
            kept = kept.filter(unit__name__contains=chosen.words)
    columns = entered_columns(version) if version else []
    titles = {column.name: column.title for column in columns}
    context = {
        "versions": versions,
        "chosen": chosen,
        "version": version,
        "kinds": UnitKind.choices,
        "columns": columns,
        "by_class": version is not None and read_scheme(version.text, str(version)).by_class(),
        "page": page_of(request, _units(request, chosen)),
        "marks": [
            (each, titles.get(each.column, each.column))
            for each in kept.order_by("unit__code", "column", "pk")[:MOST]
        ],
    }
    return render(request, "appraisal/marks.html", context)


@staff
@require_http_methods(["GET", "POST"])
def mark(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Enter one mark of a unit for a period."""
    person, now = person_of(request), clock.now()
    version = get_object_or_404(schemes_for(person, on=local_date(now)), pk=pk)
    body = get_object_or_404(Unit.objects.select_related("area"), pk=unit)
    may_appraise(body.area, by=person, on=local_date(now)).require()
    chosen = _chosen(request, SchemeVersion.objects.filter(pk=version.pk))
    goal = f"{reverse('appraisal:marks')}?{chosen.query}"

    def act(inputs: dict[str, Any]) -> str:
        enter_mark(version, body, chosen.period, **inputs, by=person, now=now)
        return goal

    columns = [
        (each.name, f"{each.title} ({listed(each.words)})" if each.words else each.title)
        for each in entered_columns(version)
    ]
    page = {
        "title": _("Enter a mark"),
        "intro": f"{body.name} · {version} · {chosen.period}",
        "back": goal,
        "submit": _("Keep"),
    }
    return keep(request, MarkForm(**data_of(request), columns=columns), act, page)


@staff
@require_http_methods(["GET", "POST"])
def classes(request: HttpRequest, pk: int) -> HttpResponse:
    """Which class each unit is of, where a target of the scheme differs by it."""
    person, now = person_of(request), clock.now()
    may_appraise(None, by=person, on=local_date(now)).require()
    version = get_object_or_404(schemes_for(person, on=local_date(now)), pk=pk)
    chosen = _chosen(request, SchemeVersion.objects.filter(pk=version.pk))
    page = page_of(request, _units(request, chosen))
    known = classes_in(version.key, chosen.period.first, [unit.pk for unit in page])
    if request.method == "POST":
        changed = _changed(request, [unit.pk for unit in page], known)
        try:
            for unit in page:
                if unit.pk in changed:
                    entry = Entry(CLASS, changed[unit.pk])
                    enter_mark(version, unit, chosen.period, entry, by=person, now=now)
        except Refused as refused:
            messages.error(request, sentence(refused))
        else:
            messages.success(request, _("Kept."))
        address = reverse("appraisal:classes", args=[pk])
        return redirect(f"{address}?{chosen.query}&page={page.number}")
    context = {
        "version": version,
        "chosen": chosen,
        "kinds": UnitKind.choices,
        "names": read_scheme(version.text, str(version)).classes(),
        "page": page,
        "rows": [(unit, known.get(unit.pk, "")) for unit in page],
    }
    return render(request, "appraisal/classes.html", context)


@staff
@require_GET
def mark_evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The file that speaks for a mark."""
    here = marks_for(person_of(request), on=local_date(clock.now()))
    found = get_object_or_404(here.select_related("evidence").exclude(evidence=None), pk=pk)
    assert found.evidence is not None
    return deliver(found.evidence)


def _adopted(request: HttpRequest) -> QuerySet[SchemeVersion]:
    """The schemes one enters marks for."""
    person, on = person_of(request), local_date(clock.now())
    may_appraise(None, by=person, on=on).require()
    adopted = schemes_for(person, on=on).exclude(state=VersionState.DRAFT)
    return adopted.order_by("key", "-number", "pk")


def _chosen(request: HttpRequest, versions: QuerySet[SchemeVersion]) -> Chosen:
    """What the address says; mistyped, it is the usual."""
    usual = last_month(local_date(clock.now()))
    first = _month(request.GET.get("month", ""), usual)
    last = max(first, _month(request.GET.get("until", ""), first))
    version = versions.filter(pk=_number(request.GET.get("scheme", ""))).first() or versions.first()
    kind = request.GET.get("kind", "")
    words = request.GET.get("q", "").strip()[:40]
    return Chosen(version, Period(first, last), kind if kind in UnitKind.values else "", words)


def _units(request: HttpRequest, chosen: Chosen) -> QuerySet[Unit]:
    """Units within one's reach, by kind and name."""
    on = local_date(clock.now())
    reach = scope_of(person_of(request), Permission.APPRAISE, on=on)
    units = Unit.objects.as_of(on).within(reach.prefixes).select_related("area")
    if chosen.kind:
        units = units.filter(kind=chosen.kind)
    if chosen.words:
        units = units.filter(name__contains=chosen.words)
    return units.order_by("area__level", "area__code", "kind", "code", "pk")


def _changed(request: HttpRequest, units: list[int], known: dict[int, str]) -> dict[int, str]:
    sent = {unit: request.POST.get(f"class_{unit}") for unit in units}
    return {
        unit: value
        for unit, value in sent.items()
        if value is not None and value != known.get(unit, "")
    }


def _month(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return otherwise


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
