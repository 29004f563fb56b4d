"""The category model: how good it is, training, versions; and the words of the category tree."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiying.cases.actions.training import (
    DONE,
    WORDS_BETTER,
    keep_words,
    start_training,
    use_version,
)
from huiying.cases.forms.category_words import words_form, words_of
from huiying.cases.models import Category
from huiying.cases.permissions import may_see_suggestions
from huiying.cases.permissions.training import trained_by
from huiying.cases.queries.reading import WHOLE
from huiying.cases.queries.training import Shelf, shelves
from huiying.cases.rules.keywords import OTHER
from huiying.cases.rules.tree import BRANCH
from huiying.cases.views.form_pages import FormPage, answer_form
from huiying.design.presenters import sentence, status_of
from huiying.jobs.presenters import RunLine, run_line
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.codes import as_id
from huiying.lib.errors import Refused
from huiying.organisations.views.access import holds
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff


@staff
@require_http_methods(["GET", "POST"])
def models(request: HttpRequest) -> HttpResponse:
    """The models of one's areas; whoever switches suggestions trains and rolls back here."""
    person, now = person_of(request), clock.now()
    may_see_suggestions(by=person, now=now).require()
    refused, status = "", 200
    if request.method == "POST":
        try:
            _act(request)
            return redirect("cases:category-models")
        except Refused as why:
            refused, status = sentence(why), status_of(why)
    keeps = holds(request, Permission.MANAGE_INSIGHT)
    found = shelves(trained_by(person, now=now) if keeps else ("",), local_date(now))
    lines = [(shelf, _line(shelf)) for shelf in found]
    context = {
        "lines": lines,
        "is_running": any(line.running for _shelf, line in lines if line),
        "keeps": keeps,
        "refused": refused,
        "branches": [each for each in Category.objects.filter(is_active=True) if _has_words(each)],
    }
    return render(request, "cases/category_models.html", context, status=status)


def _line(shelf: Shelf) -> RunLine | None:
    """The newest training; without its sentence where another version was taken into use since."""
    if shelf.run is None:
        return None
    line, run = run_line(shelf.run), shelf.run
    is_used = shelf.current is not None and shelf.current.number == run.values.get("number")
    stale = run.template == (WORDS_BETTER if is_used else DONE)
    return replace(line, sentence="") if stale else line


def _has_words(category: Category) -> bool:
    return len(category.code) == BRANCH and category.code != OTHER


def _act(request: HttpRequest) -> None:
    person, now = person_of(request), clock.now()
    prefix = request.POST.get("area", "")
    prefix = "" if prefix == WHOLE else prefix
    if prefix and not (prefix.isascii() and prefix.isdigit()):
        raise Http404(prefix)
    number = as_id(request.POST.get("version", ""))
    if number is None:
        start_training(prefix, by=person, now=now)
    else:
        use_version(prefix, number, by=person, now=now)


@staff
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, branch: str) -> HttpResponse:
    """The words that point to the categories of one branch."""
    person, now = person_of(request), clock.now()
    may_see_suggestions(by=person, now=now).require()
    rows = list(Category.objects.filter(is_active=True, code__startswith=branch).order_by("code"))
    if len(branch) != BRANCH or not rows:
        raise Http404(branch)
    kind = words_form(rows)
    form = kind(request.POST) if request.method == "POST" else kind()
    up = reverse("cases:category-models")

    def act() -> str:
        keep_words(words_of(form), by=person, now=now)
        return up

    page = FormPage(
        _("Words for %(branch)s") % {"branch": rows[0].name},
        _("Keep"),
        up,
        (_("Category model"), up),
        intro=_("A word that stands in a text points to its category while no model is trained."),
        done=_("Kept."),
    )
    return answer_form(request, form, page, act)
