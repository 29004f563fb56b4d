"""One unit's result: item by item down to the very cases."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.appraisal.actions.proving import ask_for_proof
from huiying.appraisal.choices.schemes import RankingState
from huiying.appraisal.models import Place, Proof
from huiying.appraisal.permissions import (
    consequences_for,
    is_close,
    marks_for,
    may_appraise,
    may_object,
    objections_for,
)
from huiying.appraisal.presenters import (
    GRADES,
    lines_of,
    notes_of,
    places_words,
    put_right,
    shown_of,
    total_of,
    unit_in,
)
from huiying.appraisal.queries.behind import behind
from huiying.appraisal.queries.indicators import every_indicator, measured_columns
from huiying.appraisal.rules.grades import grade_of
from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.rules.schemes import Scheme
from huiying.appraisal.views.access import do, place_of
from huiying.appraisal.views.paging import page_of
from huiying.cases.queries import visible_to
from huiying.jobs.presenters import run_line
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.people.views.access import person_of, staff


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
    close = is_close(found, by=person, on=on)
    is_open = (
        ranking.state == RankingState.ANNOUNCED
        and ranking.objections_until is not None
        and now < ranking.objections_until
    )
    entered = marks_for(person, on=on).filter(
        unit=found.unit_id, scheme_key=ranking.scheme.key, first=ranking.first, last=ranking.last
    )
    marks = entered.select_related("evidence")
    lines = lines_of(scheme, unit, every_indicator(), close=close, marks=marks) if unit else []
    titles = {column.name: column.title for column in scheme.columns()}
    context = {
        "place": found,
        "ranking": ranking,
        "shown": shown_of(found, close=close),
        "places": places_words(found),
        "grade": _grade(found, scheme),
        "fewest": scheme.ranking.fewest_cases,
        "lines": lines,
        "measured": measured_columns(),
        "notes": notes_of(ranking),
        "objections": [
            (each, titles.get(each.column, each.column), put_right(each, titles))
            for each in objections_for(person, on=on).filter(place=found).order_by("pk")
        ],
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
    scheme = read_scheme(found.ranking.scheme.text, str(found.ranking.scheme))
    if column not in {each.name for each in scheme.columns()}:
        raise Http404(column)
    proof = Proof.objects.filter(place=found, column=column).select_related("run").first()
    listed = behind(proof, visible_to(person_of(request), now=clock.now()))
    page = page_of(request, listed.seen)
    rows = visible_to(person_of(request), now=clock.now()).filter(pk__in=list(page))
    context = {
        "place": found,
        "ranking": found.ranking,
        "column": column,
        "indicator": every_indicator().get(column),
        "proof": proof,
        "run": run_line(proof.run) if proof and proof.run and not proof.snapshot else None,
        "page": page,
        "rows": [
            (case, " / ".join(listed.counted[case.pk]))
            for case in rows.select_related("lead_unit", "area").order_by("-pk")
        ],
        "hidden": listed.hidden,
        "others": listed.unlisted,
    }
    return render(request, "appraisal/cases.html", context)


def _grade(place: Place, scheme: Scheme) -> str:
    """In words; none where there were too few cases for a place."""
    if place.score is None or place.rank is None:
        return ""
    return str(GRADES[grade_of(place.score, total_of(scheme))])
