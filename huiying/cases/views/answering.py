"""Answering a request at once: prepared texts and the knowledge base at hand, as beside a reply."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiying.cases import actions
from huiying.cases.choices import Step
from huiying.cases.forms import REQUEST_FORMS
from huiying.cases.permissions import may_take_on_request
from huiying.cases.queries.wordings import marks_of_request, templates_for_answer
from huiying.cases.views.access import request_of
from huiying.cases.views.prepared import Shelf
from huiying.cases.views.shaping import card_of
from huiying.cases.views.stepping import StepPage, answer, shown
from huiying.lib import clock
from huiying.people.views.access import person_of, staff

BESIDE_SENDING = ("_insert", "_look")
"""Buttons that come back to the form with what was typed."""


@staff
@require_http_methods(["GET", "POST"])
def direct_answer(request: HttpRequest, receipt_no: str) -> HttpResponse:
    asked, person, now = request_of(request, receipt_no), person_of(request), clock.now()
    beside = any(name in request.POST for name in BESIDE_SENDING)
    if request.method == "GET" or beside:
        may_take_on_request(Step.ANSWER, asked, by=person, now=now).require()
    templates = templates_for_answer(asked, person, on=clock.local_date(now))
    marks = marks_of_request(asked, now=now)
    shelf = Shelf(templates, marks, asked.area_code, asked.category_id or "")
    page = StepPage(
        Step.ANSWER,
        asked,
        REQUEST_FORMS[Step.ANSWER],
        back=reverse("cases:request", args=[asked.receipt_no]),
        template="cases/answer.html",
        context={"card": card_of(asked, by=person, now=now), **shelf.shown(request)},
    )
    if not beside:
        return answer(request, page)
    text = request.POST.get("text", "").replace("\x00", "")
    if source := shelf.chosen(request):
        text = actions.put_into(text, source, shelf.marks)
    return shown(request, page, page.form(initial={"text": text}))
