"""Objections to results: filed by the unit, decided by somebody outside it."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from huiying.appraisal.actions import objections as actions
from huiying.appraisal.choices.schemes import ObjectionState
from huiying.appraisal.forms import DecideForm, ObjectForm
from huiying.appraisal.models import Objection, Place
from huiying.appraisal.permissions import (
    is_close,
    may_decide_objection,
    may_object,
    may_read,
    objections_for,
    reads_evidence,
)
from huiying.appraisal.presenters import lines_of, now_is, unit_in
from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.views.access import data_of, place_of
from huiying.appraisal.views.asking import Asked, about_place
from huiying.appraisal.views.paging import first_when, page_of
from huiying.files.views import deliver
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.people.views.access import person_of, staff


@staff
@require_http_methods(["GET", "POST"])
def new_objection(request: HttpRequest, pk: int) -> HttpResponse:
    found = place_of(request, pk)
    person, now = person_of(request), clock.now()
    may_object(found, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> None:
        actions.file_objection(found, **inputs, by=person, now=now)

    form = ObjectForm(**data_of(request), columns=_columns(request, found))
    asked = Asked(_("Object to the result"), _("File the objection"))
    return about_place(request, found, form, act, asked)


@staff
@require_GET
def objections(request: HttpRequest) -> HttpResponse:
    """Objections of one's own area or unit, those to be decided first."""
    person, on = person_of(request), local_date(clock.now())
    may_read(by=person, on=on).require()
    found = objections_for(person, on=on).select_related("place__ranking__scheme", "evidence")
    page = page_of(request, found.order_by(first_when(state=ObjectionState.FILED), "-pk"))
    rows = [
        (
            each,
            each.state == ObjectionState.FILED
            and bool(may_decide_objection(each.place, each.filed_by_id, by=person, on=on)),
        )
        for each in page
    ]
    return render(request, "appraisal/objections.html", {"page": page, "rows": rows})


@staff
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    objection = get_object_or_404(Objection.objects.select_related("place"), pk=pk)
    found = place_of(request, objection.place_id)
    person, now = person_of(request), clock.now()
    may_decide_objection(found, objection.filed_by_id, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> None:
        actions.decide_objection(objection, **inputs, by=person, now=now)

    first = {"column": objection.column}
    form = DecideForm(**data_of(request), columns=_columns(request, found), initial=first)
    back = reverse("appraisal:objections")
    asked = Asked(
        _("Decide the objection"), pgettext("score", "Decide"), quote=objection.text, back=back
    )
    return about_place(request, found, form, act, asked)


@staff
@require_GET
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The file that was filed with an objection."""
    rows = Objection.objects.select_related("evidence", "place__ranking").exclude(evidence=None)
    objection = get_object_or_404(rows, pk=pk)
    place_of(request, objection.place_id)
    reads_evidence(objection, by=person_of(request), on=local_date(clock.now())).require()
    assert objection.evidence is not None
    return deliver(objection.evidence)


def _columns(request: HttpRequest, place: Place) -> list[tuple[str, str]]:
    """The figures of a result, each with what it is now."""
    close = is_close(place, by=person_of(request), on=local_date(clock.now()))
    scheme = read_scheme(place.ranking.scheme.text, str(place.ranking.scheme))
    unit = unit_in(place.ranking, scheme, place.unit_id)
    lines = lines_of(scheme, unit, {}, close=close) if unit else []
    now = {cell.column: now_is(cell) for line in lines for cell in line.cells}
    return [(column.name, now.get(column.name, column.title)) for column in scheme.columns()]
