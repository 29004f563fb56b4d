"""What follows from results: recorded, read, finished."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.appraisal.actions import following
from huiying.appraisal.forms import ConsequenceForm, OutcomeForm
from huiying.appraisal.models import Consequence
from huiying.appraisal.permissions import consequences_for, may_appraise, may_read
from huiying.appraisal.views.access import data_of, place_of
from huiying.appraisal.views.asking import Asked, about_place
from huiying.appraisal.views.paging import first_when, page_of
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.people.views.access import person_of, staff


@staff
@require_http_methods(["GET", "POST"])
def new_consequence(request: HttpRequest, pk: int) -> HttpResponse:
    found = place_of(request, pk)
    person, now = person_of(request), clock.now()
    may_appraise(found.ranking.area_code, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> None:
        following.record_consequence(found, **inputs, by=person, now=now)

    asked = Asked(_("Record what follows"), _("Record"))
    return about_place(request, found, ConsequenceForm(**data_of(request)), act, asked)


@staff
@require_GET
def consequences(request: HttpRequest) -> HttpResponse:
    """What follows from results of one's own area or unit: open ones by day."""
    person, on = person_of(request), local_date(clock.now())
    may_read(by=person, on=on).require()
    found = consequences_for(person, on=on).select_related("place__ranking__scheme")
    rows = found.order_by(first_when(done_at=None), F("due").asc(nulls_last=True), "-pk")
    page = page_of(request, rows)
    context = {
        "page": page,
        "rows": [
            (each, bool(may_appraise(each.place.ranking.area_code, by=person, on=on)))
            for each in page
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

    def act(inputs: dict[str, Any]) -> None:
        following.finish_consequence(consequence, **inputs, by=person, now=now)

    listed = reverse("appraisal:consequences")
    intro = f"{found.unit_name} · {consequence.get_measure_display()}"
    asked = Asked(
        _("What came of it"), _("Keep"), intro, consequence.text, back=listed, goal=listed
    )
    return about_place(request, found, OutcomeForm(**data_of(request)), act, asked)
