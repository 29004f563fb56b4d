"""Lists for publishers and for those who decide objections."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from huiying.cases.choices import PublicState
from huiying.cases.permissions import may_read_own_words
from huiying.cases.permissions.aftermath import may_list_objections, may_list_public_versions
from huiying.cases.queries.aftermath import objections_seen_by, public_versions_for
from huiying.cases.views.lists import PAGE, before_of, cut
from huiying.design.choices import Entry
from huiying.lib import clock
from huiying.lib.codes import as_id
from huiying.organisations.views.access import holds
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff


@staff
@require_GET
def public_versions(request: HttpRequest) -> HttpResponse:
    """Drafts that wait, what is public, what was taken down."""
    person, now = person_of(request), clock.now()
    may_list_public_versions(by=person, now=now).require()
    asked = request.GET.get("state", "")
    state = PublicState(asked) if asked in PublicState.values else PublicState.DRAFT
    found = public_versions_for(person, state, now=now)
    if (before := before_of(request)) is not None:
        found = found.filter(pk__lt=before)
    tabs = [
        Entry(str(each.label), f"?state={each.value}", active=each is state) for each in PublicState
    ]
    page = cut(request, list(found[: PAGE + 1]))
    context = {
        "page": page,
        "tabs": tabs,
        "state": state,
        "may_publish": holds(request, Permission.PUBLISH),
        "own": person.pk,
    }
    return render(request, "cases/public_versions.html", context)


@staff
@require_GET
def objections(request: HttpRequest) -> HttpResponse:
    """Objections that wait for a decision, and those that were decided."""
    person, now = person_of(request), clock.now()
    may_list_objections(by=person, now=now).require()
    is_open = request.GET.get("state") != "decided"
    found = objections_seen_by(person, is_open=is_open, now=now)
    if (edge := as_id(request.GET.get("before", ""))) is not None:
        found = found.filter(pk__gt=edge) if is_open else found.filter(pk__lt=edge)
    page = cut(request, list(found[: PAGE + 1]))
    context = {
        "page": page,
        "rows": [
            (each, bool(may_read_own_words(each.request, by=person, now=now))) for each in page.rows
        ],
        "tabs": [
            Entry(pgettext("objections", "Open"), "?state=open", active=is_open),
            Entry(_("Decided"), "?state=decided", active=not is_open),
        ],
    }
    return render(request, "cases/objections.html", context)
