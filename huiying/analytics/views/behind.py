"""From a figure of a dashboard to the very cases it counts."""

from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from huiying.analytics.choices import BEHIND, NEARNESS, OPEN, Shown
from huiying.analytics.presenters.behind import counts_as
from huiying.analytics.presenters.figures import base_of, text_of
from huiying.analytics.queries.behind import Part, has_any, named, open_cell, proof_of, tally_of
from huiying.analytics.queries.subjects import Subject
from huiying.analytics.rules import Period
from huiying.analytics.views.asked import period_asked, query_of
from huiying.analytics.views.boards import freshness, subject_asked
from huiying.appraisal.actions.proving import Asked, ask_for_cases
from huiying.appraisal.models import Build, FigureProof
from huiying.appraisal.queries.behind import behind
from huiying.appraisal.queries.figures import last_good
from huiying.cases.choices import ClockKind
from huiying.cases.models import Case, Category
from huiying.cases.queries import visible_to
from huiying.design.presenters import sentence
from huiying.jobs.presenters import run_line
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.organisations.views.access import staff_with
from huiying.people.choices import Permission
from huiying.people.views.access import person_of

PAGE = 50
CATEGORY = 6


@staff_with(Permission.VIEW_CASES)
@require_GET
def cases(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The cases behind a figure, as far as this person may see them."""
    good = last_good()
    period = period_asked(request, good)
    subject = subject_asked(request, kind, key, period)
    context = {
        "subject": subject,
        "period": period,
        "choice": query_of(period),
        "asked": request.GET.urlencode(),
        **freshness(good),
    }
    if request.GET.get("of") == OPEN:
        found = _open(request, subject, period)
    else:
        shown = _shown(request)
        asked = named(subject, period, shown, _part(request))
        found = _counted(request, subject, shown, asked, good)
    return render(request, "analytics/cases.html", {**context, **found})


@staff_with(Permission.VIEW_CASES)
@require_POST
def ask(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Have the cases behind a figure fetched."""
    period = period_asked(request, last_good())
    subject = subject_asked(request, kind, key, period)
    asked = named(subject, period, _shown(request), _part(request))
    try:
        ask_for_cases(asked, by=person_of(request), now=clock.now())
    except Refused as refused:
        messages.error(request, sentence(refused))
    goal = reverse("analytics:cases", args=[kind, key])
    return redirect(f"{goal}?{urlencode(request.GET)}")


def _shown(request: HttpRequest) -> Shown:
    found = BEHIND.get(request.GET.get("of", ""))
    if found is None:
        raise Http404
    return found


def _part(request: HttpRequest) -> Part:
    category = request.GET.get("category", "")
    known = category.isdecimal() and len(category) <= CATEGORY
    return Part(category if known else "", request.GET.get("alone") == "1")


def _counted(
    request: HttpRequest, subject: Subject, shown: Shown, asked: Asked, good: Build | None
) -> dict[str, object]:
    tally = tally_of(asked, subject)
    proof = proof_of(asked, good) if has_any(shown) else None
    listed = behind(proof, visible_to(person_of(request), now=clock.now()))
    page = Paginator(listed.seen, PAGE).get_page(request.GET.get("page"))
    rows = _read(request, Case.objects.filter(pk__in=list(page)))
    return {
        "figure": shown.label,
        "about": _category(asked.category),
        "text": text_of(shown, tally),
        "base": base_of(shown, tally),
        "has_cases": has_any(shown),
        "proof": proof,
        "run": run_line(proof.run) if proof and proof.run and not proof.snapshot else None,
        "page": page,
        "rows": [
            (case, counts_as(shown, *map(Fraction, listed.counted[case.pk]))) for case in rows
        ],
        "hidden": listed.hidden,
        "others": listed.unlisted,
        **_sums(shown, proof),
    }


def _sums(shown: Shown, proof: FigureProof | None) -> dict[str, object]:
    sums = proof.sums if proof else None
    return {"together": counts_as(shown, *sums)} if sums else {}


def _open(request: HttpRequest, subject: Subject, period: Period) -> dict[str, object]:
    """What was open when the figures were built."""
    which, near = request.GET.get("clock", ""), request.GET.get("near", "")
    if which not in ("", *ClockKind) or near not in ("", *NEARNESS):
        raise Http404
    cell = open_cell(subject, period, which, near)
    seen = cell.seen_by(person_of(request), clock.now())
    page = Paginator(seen.values_list("pk", flat=True), PAGE).get_page(request.GET.get("page"))
    rows = _read(request, Case.objects.filter(pk__in=list(page)))
    in_all = cell.cases.count()
    words = [str(ClockKind(which).label)] if which else []
    return {
        "is_open": True,
        "is_noted": in_all == cell.n,
        "about": " · ".join([*words, *([str(NEARNESS[near])] if near else [])]),
        "text": str(cell.n),
        "has_cases": True,
        "page": page,
        "rows": [(case, "1") for case in rows],
        "hidden": in_all - page.paginator.count,
        "others": 0,
    }


def _read(request: HttpRequest, found: QuerySet[Case]) -> list[Case]:
    return list(found.select_related("lead_unit", "area").order_by("-pk"))


def _category(code: str) -> str:
    found: Any = Category.objects.filter(code=code).first() if code else None
    return str(found.name) if found else ""
