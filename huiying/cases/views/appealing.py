"""The panel's list of appeals, appeals against figures, and the shares that everybody may read."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases import actions
from huiying.cases.forms.appealing import ConcludeForm, FigureAppeal, VoteForm
from huiying.cases.models import Appeal, AppealProof
from huiying.cases.permissions.doors.appealing import may_sit
from huiying.cases.queries.appeals import appeals_for, exclusion_shares, page_of_appeals
from huiying.cases.rules.months import month_typed
from huiying.cases.views.beside.appealing import card_of
from huiying.cases.views.evidence import Papers
from huiying.cases.views.keeping import keep
from huiying.cases.views.lists import PAGE, before_of, cut
from huiying.design.choices import Entry
from huiying.files.views import deliver
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, gettext_noop
from huiying.organisations.models import Unit
from huiying.organisations.queries import units_of
from huiying.organisations.views.access import holds, require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

NOT_YOURS = gettext_noop("Appeals are read by their unit and by the panel.")


def _require_either(request: HttpRequest) -> None:
    if not (holds(request, Permission.ASK_APPEAL) or holds(request, Permission.DECIDE_APPEAL)):
        raise NotAllowed(NOT_YOURS)


@staff
@require_GET
def appeals(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first; those that were decided, the newest first."""
    _require_either(request)
    person, now = person_of(request), clock.now()
    is_open = request.GET.get("state") != "decided"
    found = page_of_appeals(person, is_open=is_open, edge=before_of(request), now=now)
    context = {
        "page": cut(request, list(found.prefetch_related("votes")[: PAGE + 1])),
        "tabs": [
            Entry(pgettext("objections", "Open"), "?state=open", active=is_open),
            Entry(gettext("Decided"), "?state=decided", active=not is_open),
        ],
        "may_file": holds(request, Permission.ASK_APPEAL),
        "month": _last_month(local_date(now)),
    }
    return render(request, "cases/appeals.html", context)


def _last_month(today: date) -> date:
    year, number = divmod(today.year * 12 + today.month - 2, 12)
    return date(year, number + 1, 1)


def _appeal(request: HttpRequest, pk: int) -> Appeal:
    found = appeals_for(person_of(request), now=clock.now())
    return get_object_or_404(found.select_related("unit__area"), pk=pk)


@staff
@require_GET
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal; those about a case are voted on from the case page."""
    found, person, now = _appeal(request, pk), person_of(request), clock.now()
    sits = holds(request, Permission.DECIDE_APPEAL) and bool(
        may_sit(found.unit, found.case, by=person, now=now)
    )
    context = {
        "card": card_of(found, person, now),
        "may_vote": sits and found.state == "FILED" and found.case_id is None,
    }
    return render(request, "cases/appeal.html", context)


@staff
@require_http_methods(["GET", "POST"])
def figure(request: HttpRequest) -> HttpResponse:
    """Appeal against a figure of a month."""
    require(request, Permission.ASK_APPEAL)
    person, now = person_of(request), clock.now()
    papers = Papers(request, ("files", _("Proof")))

    def act(inputs: dict[str, Any]) -> str:
        made = actions.file_figure_appeal(**inputs, files=papers.attachments(), by=person, now=now)
        return reverse("cases:appeal", args=[made.pk])

    unit = Unit.objects.filter(pk__in=units_of(person, local_date(now))).first()
    first = {"unit": unit.pk if unit else None, "month": _last_month(local_date(now))}
    context = {"proofs": papers, "title": _("Appeal against a figure")}
    return keep(request, FigureAppeal, act, "cases/appeal_form.html", first=first, context=context)


@staff
@require_http_methods(["GET", "POST"])
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    require(request, Permission.DECIDE_APPEAL)
    found, person, now = _appeal(request, pk), person_of(request), clock.now()

    def act(inputs: dict[str, Any]) -> str:
        actions.vote_on_figure(found, **inputs, by=person, now=now)
        return reverse("cases:appeal", args=[found.pk])

    context = {"card": card_of(found, person, now), "title": _("Vote on the appeal")}
    return keep(request, VoteForm, act, "cases/appeal_form.html", context=context)


@staff
@require_http_methods(["GET", "POST"])
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    require(request, Permission.DECIDE_APPEAL)
    found, person, now = _appeal(request, pk), person_of(request), clock.now()

    def act(inputs: dict[str, Any]) -> str:
        actions.conclude_figure_appeal(found, **inputs, by=person, now=now)
        return reverse("cases:appeal", args=[found.pk])

    context = {"card": card_of(found, person, now), "title": _("Conclude the appeal")}
    return keep(request, ConcludeForm, act, "cases/appeal_form.html", context=context)


@staff
@require_GET
def proof(request: HttpRequest, pk: int, key: UUID) -> FileResponse:
    """A paper of an appeal, for its unit and the panel."""
    found = AppealProof.objects.filter(appeal=_appeal(request, pk)).select_related("attachment")
    return deliver(get_object_or_404(found, attachment=key).attachment)


@staff
@require_GET
def shares(request: HttpRequest) -> HttpResponse:
    """What was left out of a month, per unit and reason."""
    require(request, Permission.VIEW_CASES)
    month = month_of(request)
    context = {"month": month, "rows": exclusion_shares(month)}
    return render(request, "cases/exclusions.html", context)


def month_of(request: HttpRequest) -> date:
    """The month asked for, or the last one."""
    asked = month_typed(request.GET.get("month", ""))
    return asked or _last_month(local_date(clock.now()))
