"""Schemes: the list, one with its items, the editor, adoption, and what-if comparison."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.appraisal.actions import schemes as actions
from huiying.appraisal.actions.rankings import try_out
from huiying.appraisal.choices.schemes import RankingState, VersionState
from huiying.appraisal.forms import AdoptForm, ItemsForm, NewSchemeForm, TextForm, TryForm
from huiying.appraisal.models import Ranking, SchemeVersion
from huiying.appraisal.permissions import (
    may_appraise,
    may_decide,
    may_read,
    rankings_for,
    schemes_for,
)
from huiying.appraisal.presenters import plain
from huiying.appraisal.presenters.schemes import RULES, extras_of, rule_words, trial_row
from huiying.appraisal.queries.indicators import indicators
from huiying.appraisal.rules.examples import appended, example_of
from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.views.access import data_of, do, keep, ranking_of
from huiying.appraisal.views.paging import page_of
from huiying.appraisal.views.rankings import MANY, last_month
from huiying.jobs.presenters import run_line
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.people.views.access import person_of, staff


@staff
@require_GET
def schemes(request: HttpRequest) -> HttpResponse:
    person, on = person_of(request), local_date(clock.now())
    may_read(by=person, on=on).require()
    rows = schemes_for(person, on=on).order_by("area__code", "key", "-number", "pk")
    context = {
        "page": page_of(request, rows),
        "may_appraise": bool(may_appraise(None, by=person, on=on)),
    }
    return render(request, "appraisal/schemes.html", context)


@staff
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A version with its items, and what can be done with it."""
    version = version_of(request, pk)
    person, on = person_of(request), local_date(clock.now())
    scheme = read_scheme(version.text, str(version))
    known = indicators()
    rows = [
        (item, plain(item.points), rule_words(item.rule), [(column, known.get(column.name)) for column in item.rule.columns()])
        for item in scheme.items
    ]  # fmt: skip
    is_draft = version.state == VersionState.DRAFT
    keeps = bool(may_appraise(version.area, by=person, on=on))
    adopts = may_decide(version.area, by=person, on=on, author=version.drafted_by_id)
    readable = rankings_for(person, on=on).filter(scheme=version)
    trials = readable.filter(state=RankingState.TRIAL, beside__isnull=False)
    context = {
        "version": version,
        "scheme": scheme,
        "rows": rows,
        "total": plain(scheme.total),
        "extras": extras_of(scheme),
        "bonus_most": plain(scheme.bonus_most),
        "penalty_most": plain(scheme.penalty_most),
        "is_draft": is_draft,
        "may_edit": keeps and is_draft,
        "may_copy": keeps,
        "may_adopt": bool(adopts) and is_draft,
        "trials": trials.select_related("beside__scheme").order_by("-pk")[:5],
        "rankings": readable.exclude(state=RankingState.TRIAL).order_by("-first", "-pk")[:12],
    }  # fmt: skip
    return render(request, "appraisal/scheme.html", context)


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A draft from one of the templates."""
    person, now = person_of(request), clock.now()
    may_appraise(None, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> str:
        made = actions.import_template(inputs["template"], inputs["area"], by=person, now=now)
        return _home(made)

    page = {
        "title": _("New scheme"),
        "back": reverse("appraisal:schemes"),
        "submit": _("Begin the draft"),
    }
    return keep(request, NewSchemeForm(**data_of(request)), act, page)


@staff
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Points, targets and titles, each in its field; or the whole text with `?text=1`."""
    version = version_of(request, pk)
    person, now = person_of(request), clock.now()
    may_appraise(version.area, by=person, on=local_date(now)).require()
    scheme = read_scheme(version.text, str(version))
    as_text = "text" in request.GET

    def act(inputs: dict[str, Any]) -> str:
        return _home(actions.redraft(version, inputs["text"], by=person, now=now))

    page: dict[str, Any] = {
        "title": _("Edit the scheme"),
        "intro": f"{version} · {version.area.name}",
        "back": _home(version),
        "submit": _("Keep"),
        "total": plain(scheme.total),
        "other": _edit_url(version, as_text=not as_text),
        "as_text": as_text,
    }
    if as_text:
        page["examples"] = [(name, label, example_of(name)) for name, label in RULES.items()]
        text = appended(version.text, request.GET.get("add", ""))
        form = TextForm(**data_of(request), initial={"text": text})
        return keep(request, form, act, page, "appraisal/edit.html")
    items = ItemsForm(**data_of(request), scheme=scheme, text=version.text)
    return keep(request, items, act, page, "appraisal/edit.html")


@staff
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_of(request, pk)
    person, now = person_of(request), clock.now()
    on = local_date(now)
    may_decide(version.area, by=person, on=on, author=version.drafted_by_id).require()

    def act(inputs: dict[str, Any]) -> str:
        return _home(actions.adopt(version, inputs["first_month"], by=person, now=now))

    page = {
        "title": _("Adopt the scheme"),
        "intro": f"{version} · {version.area.name}",
        "back": _home(version),
        "submit": _("Adopt"),
    }
    form = AdoptForm(**data_of(request), initial={"first_month": on.replace(day=1)})
    return keep(request, form, act, page)


@staff
@require_http_methods(["GET", "POST"])
def try_it(request: HttpRequest, pk: int) -> HttpResponse:
    """What would change: two versions over the same figures."""
    version = version_of(request, pk)
    person, now = person_of(request), clock.now()
    may_appraise(version.area, by=person, on=local_date(now)).require()
    month = last_month(local_date(now))
    same = SchemeVersion.objects.filter(area=version.area_id, key=version.key).exclude(
        pk=version.pk
    )
    first = {"area": version.area_id, "first": month, "last": month, "other": same.order_by("-number").first()}  # fmt: skip

    def act(inputs: dict[str, Any]) -> str:
        made = try_out(version, inputs["old"], inputs["whom"], by=person, now=now)
        return reverse("appraisal:trial", args=[made.pk])

    page = {
        "title": _("Try it out beside another version"),
        "intro": _("Both versions are computed over the same figures. Nobody but the keepers sees it."),
        "back": _home(version),
        "submit": _("Compute both"),
    }  # fmt: skip
    return keep(request, TryForm(**data_of(request), new=version, initial=first), act, page)


@staff
@require_GET
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Places and scores of two versions side by side."""
    ranking = ranking_of(request, pk)
    other = get_object_or_404(Ranking.objects.select_related("scheme", "run"), pk=ranking.beside_id)
    new = ranking.places.order_by(F("rank").asc(nulls_last=True), "unit_name", "pk")
    page = page_of(request, new, MANY)
    units = [place.unit_id for place in page]
    old = {place.unit_id: place for place in other.places.filter(unit__in=units)}
    rows = [trial_row(place, old.get(place.unit_id)) for place in page]
    ready = ranking.computed_at is not None and other.computed_at is not None
    runs = [run_line(each.run) for each in (ranking, other) if each.run and not ready]
    context = {
        "ranking": ranking,
        "other": other,
        "page": page,
        "rows": rows,
        "ready": ready,
        "runs": runs,
    }
    return render(request, "appraisal/trial.html", context)


@staff
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version as a copy."""
    version = version_of(request, pk)
    made: list[SchemeVersion] = []

    def act() -> None:
        made.append(actions.next_version(version, by=person_of(request), now=clock.now()))

    response = do(request, act, _home(version), _("The next version is a draft now."))
    if made:
        response["Location"] = _home(made[0])
    return response


@staff
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_of(request, pk)

    def act() -> None:
        actions.drop_draft(version, by=person_of(request), now=clock.now())

    return do(request, act, reverse("appraisal:schemes"), _("The draft is thrown away."))


def version_of(request: HttpRequest, pk: int) -> SchemeVersion:
    found = schemes_for(person_of(request), on=local_date(clock.now()))
    return get_object_or_404(found, pk=pk)


def _home(version: SchemeVersion) -> str:
    return reverse("appraisal:scheme", args=[version.pk])


def _edit_url(version: SchemeVersion, *, as_text: bool) -> str:
    url = reverse("appraisal:edit", args=[version.pk])
    return f"{url}?text=1" if as_text else url
