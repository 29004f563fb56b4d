"""Pages of the extra questions, and posters that open the report form at a place."""

from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.cases import actions
from huiying.cases.forms.asking import PosterForm, QuestionForm
from huiying.cases.models import FormQuestion
from huiying.cases.views.keeping import keep
from huiying.lib import clock
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff


@staff
@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    require(request, Permission.MANAGE_DEADLINES)
    rows = FormQuestion.objects.filter(is_active=True).select_related("category")
    return render(request, "cases/form_questions.html", {"rows": rows})


@staff
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Write a question, or put a new one in place of an earlier."""
    require(request, Permission.MANAGE_DEADLINES)
    person, now = person_of(request), clock.now()
    earlier = get_object_or_404(FormQuestion, pk=pk, is_active=True) if pk else None

    def act(inputs: dict[str, Any]) -> str:
        actions.keep_question(**inputs, by=person, now=now, earlier=earlier)
        return reverse("cases:form-questions")

    first = QuestionForm.first_values(earlier) if earlier else None
    context = {"earlier": earlier}
    return keep(
        request, QuestionForm, act, "cases/form_question.html", first=first, context=context
    )


@staff
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(FormQuestion, pk=pk, is_active=True)
    actions.drop_question(found, by=person_of(request), now=clock.now())
    return redirect("cases:form-questions")


@staff
@require_GET
def poster(request: HttpRequest) -> HttpResponse:
    """A page to print: the code opens the report form with the place filled in."""
    require(request, Permission.SUBMIT)
    if "_search" in request.GET:
        form = PosterForm(initial=request.GET.dict())
        form.data = request.GET
    else:
        form = PosterForm(request.GET if "area" in request.GET else None)
    context: dict[str, Any] = {"form": form, "helpline": settings.HUIYING_HELPLINE}
    if form.is_bound and form.is_valid():
        area, place = form.cleaned_data["area"], form.cleaned_data["place"].replace("\x00", "")
        query = {"area": area.pk} | ({"place": place} if place else {})
        address = f"{settings.HUIYING_PUBLIC_URL}{reverse('portal:report')}?{urlencode(query)}"
        code = segno.make(address, error="m").svg_inline(border=4, dark="#000", omitsize=True)
        context |= {"area": area, "place": place, "address": address, "code": code}
    return render(request, "cases/poster.html", context)
