"""One unit's result: item by item down to the very cases; objections to it; what followed."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.appraisal.actions import following
from huiying.appraisal.actions import objections as actions
from huiying.appraisal.actions.proving import ask_for_proof
from huiying.appraisal.choices.schemes import ObjectionState, RankingState
from huiying.appraisal.forms import ConsequenceForm, DecideForm, ObjectForm, OutcomeForm
from huiying.appraisal.models import Consequence, Objection, Place, Proof
from huiying.appraisal.permissions import (
    consequences_for,
    may_appraise,
    may_decide_objection,
    may_object,
    may_read,
    objections_for,
)
from huiying.appraisal.presenters import GRADES, lines_of, notes_of, places_words, total_of, unit_in
from huiying.appraisal.queries.indicators import indicators, measured_columns
from huiying.appraisal.rules.grades import grade_of
from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.rules.schemes import Scheme
from huiying.appraisal.views.access import data_of, do, keep, place_of
from huiying.cases.queries import visible_to
from huiying.files.views import deliver
from huiying.jobs.presenters import run_line
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.people.views.access import person_of, staff

MOST_CASES = 300


@staff
@require_GET
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """From the score to its items, their figures, formulas and the cases behind each."""
    found = place_of(request, pk)
    ranking = found.ranking
    person, now = person_of(request), clock.now()
    on = local_date(now)
    scheme = read_scheme(ranking.scheme.text, str(ranking.scheme))
    unit = unit_in(ranking, scheme, found.unit_id)
    is_open = (
        ranking.state == RankingState.ANNOUNCED
        and ranking.objections_until is not None
        and now < ranking.objections_until
    )
    context = {
        "place": found,
        "ranking": ranking,
        "places": places_words(found),
        "grade": _grade(found, scheme),
        "fewest": scheme.ranking.fewest_cases,
        "lines": lines_of(scheme, unit, indicators()) if unit else [],
        "measured": measured_columns(),
        "notes": notes_of(ranking),
        "objections": objections_for(person, on=on).filter(place=found).order_by("pk"),
        "consequences": consequences_for(person, on=on).filter(place=found).order_by("pk"),
        "may_object": is_open and bool(may_object(found, by=person, on=on)),
        "may_follow": ranking.state == RankingState.FINAL
        and bool(may_appraise(ranking.area_code, by=person, on=on)),
    }
    return render(request, "appraisal/place.html", context)


@staff
@require_POST
def ask_cases(request: HttpRequest, pk: int, column: str) -> HttpResponse:
    """Have the cases behind one figure fetched."""
    found = place_of(request, pk)
    goal = reverse("appraisal:cases", args=[pk, column])

    def act() -> None:
        ask_for_proof(found, column, by=person_of(request), now=clock.now())

    return do(request, act, goal, _("The cases are being fetched; it takes a few seconds."))


@staff
@require_GET
def cases(request: HttpRequest, pk: int, column: str) -> HttpResponse:
    """The cases behind one figure, as far as this person may see them."""
    found = place_of(request, pk)
    proof = Proof.objects.filter(place=found, column=column).select_related("run").first()
    counted = {case: (k, n) for case, k, n in proof.rows} if proof else {}
    visible = visible_to(person_of(request), now=clock.now())
    some = sorted(counted)[-MOST_CASES:]
    rows = list(visible.filter(pk__in=some).select_related("lead_unit", "area").order_by("-pk"))
    context = {
        "place": found,
        "ranking": found.ranking,
        "column": column,
        "indicator": indicators().get(column),
        "proof": proof,
        "run": run_line(proof.run) if proof and proof.run and not proof.snapshot else None,
        "rows": [(case, *counted[case.pk]) for case in rows],
        "hidden": len(some) - len(rows),
        "others": proof.in_all - len(some) if proof else 0,
    }
    return render(request, "appraisal/cases.html", context)


@staff
@require_http_methods(["GET", "POST"])
def new_objection(request: HttpRequest, pk: int) -> HttpResponse:
    found = place_of(request, pk)
    person, now = person_of(request), clock.now()
    may_object(found, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> str:
        actions.file_objection(found, **inputs, by=person, now=now)
        return _home(found)

    page = {
        "title": _("Object to the result"),
        "intro": f"{found.unit_name} · {found.ranking}",
        "back": _home(found),
        "submit": _("File the objection"),
    }
    return keep(request, ObjectForm(**data_of(request), columns=_columns(found)), act, page)


@staff
@require_GET
def objections(request: HttpRequest) -> HttpResponse:
    """Objections of one's own area or unit, those to be decided first."""
    person, on = person_of(request), local_date(clock.now())
    may_read(by=person, on=on).require()
    found = objections_for(person, on=on)
    related = found.select_related("place__ranking__scheme", "evidence")
    rows = sorted(
        related.order_by("-pk")[:100], key=lambda each: each.state != ObjectionState.FILED
    )
    open_to = [
        (
            each,
            each.state == ObjectionState.FILED
            and bool(may_decide_objection(each.place, each.filed_by_id, by=person, on=on)),
        )
        for each in rows
    ]
    return render(request, "appraisal/objections.html", {"rows": open_to})


@staff
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    objection = get_object_or_404(Objection.objects.select_related("place"), pk=pk)
    found = place_of(request, objection.place_id)
    person, now = person_of(request), clock.now()
    may_decide_objection(found, objection.filed_by_id, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> str:
        actions.decide_objection(objection, **inputs, by=person, now=now)
        return _home(found)

    page = {
        "title": _("Decide the objection"),
        "intro": f"{found.unit_name} · {found.ranking}",
        "quote": objection.text,
        "back": reverse("appraisal:objections"),
        "submit": _("Decide"),
    }
    first = {"column": objection.column}
    form = DecideForm(**data_of(request), columns=_columns(found), initial=first)
    return keep(request, form, act, page)


@staff
@require_GET
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The file that was filed with an objection."""
    objection = get_object_or_404(
        Objection.objects.select_related("evidence").exclude(evidence=None), pk=pk
    )
    found = place_of(request, objection.place_id)
    person, on = person_of(request), local_date(clock.now())
    allowed = may_object(found, by=person, on=on)
    if not allowed:
        may_decide_objection(found, objection.filed_by_id, by=person, on=on).require()
    assert objection.evidence is not None
    return deliver(objection.evidence)


@staff
@require_http_methods(["GET", "POST"])
def new_consequence(request: HttpRequest, pk: int) -> HttpResponse:
    found = place_of(request, pk)
    person, now = person_of(request), clock.now()
    may_appraise(found.ranking.area_code, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> str:
        following.record_consequence(found, **inputs, by=person, now=now)
        return _home(found)

    page = {
        "title": _("Record what follows"),
        "intro": f"{found.unit_name} · {found.ranking}",
        "back": _home(found),
        "submit": _("Record"),
    }
    return keep(request, ConsequenceForm(**data_of(request)), act, page)


@staff
@require_GET
def consequences(request: HttpRequest) -> HttpResponse:
    """What follows from results of one's own area or unit: open ones by day."""
    person, on = person_of(request), local_date(clock.now())
    may_read(by=person, on=on).require()
    rows = list(
        consequences_for(person, on=on)
        .select_related("place__ranking__scheme")
        .order_by("-pk")[:100]
    )
    rows.sort(
        key=lambda each: (each.done_at is not None, each.due is None, str(each.due), -each.pk)
    )
    context = {
        "rows": [
            (each, bool(may_appraise(each.place.ranking.area_code, by=person, on=on)))
            for each in rows
        ],
        "today": on,
    }
    return render(request, "appraisal/consequences.html", context)


@staff
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    consequence = get_object_or_404(Consequence.objects.select_related("place"), pk=pk)
    found = place_of(request, consequence.place_id)
    person, now = person_of(request), clock.now()
    may_appraise(found.ranking.area_code, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> str:
        following.finish_consequence(consequence, **inputs, by=person, now=now)
        return reverse("appraisal:consequences")

    page = {
        "title": _("What came of it"),
        "intro": f"{found.unit_name} · {consequence.get_measure_display()}",
        "quote": consequence.text,
        "back": reverse("appraisal:consequences"),
        "submit": _("Keep"),
    }
    return keep(request, OutcomeForm(**data_of(request)), act, page)


def _grade(place: Place, scheme: Scheme) -> str:
    """In words; none where there were too few cases for a place."""
    if place.score is None or place.rank is None:
        return ""
    return str(GRADES[grade_of(place.score, total_of(scheme))])


def _home(place: Place) -> str:
    return reverse("appraisal:place", args=[place.pk])


def _columns(place: Place) -> list[tuple[str, str]]:
    scheme = read_scheme(place.ranking.scheme.text, str(place.ranking.scheme))
    return [(column.name, column.title) for column in scheme.columns()]
