"""Pages of the knowledge base: look something up, write it down, check what others wrote."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.cases import actions
from huiying.cases.choices.texts import KnowledgeState
from huiying.cases.forms.texts import EndForm, KnowledgeForm, RenewForm
from huiying.cases.models.texts import KnowledgeEntry
from huiying.cases.permissions.texts import may_check_knowledge, may_draft_knowledge
from huiying.cases.queries.knowledge import (
    Wanted,
    entries_in_force,
    entries_kept_by,
    entries_to_check,
)
from huiying.cases.views.keeping import keep
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.models import Unit
from huiying.organisations.queries import units_of
from huiying.organisations.views.access import holds, require
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff

PAGE = 50
LONGEST = 60


@staff
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """What holds today by words and category; above it what waits to be checked or looked at again."""
    require(request, Permission.VIEW_CASES)
    person, on = person_of(request), local_date(clock.now())
    wanted = Wanted(
        request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST],
        "".join(filter(str.isdecimal, request.GET.get("category", "")))[:6],
    )
    kept = entries_kept_by(person, on=on) if holds(request, Permission.KEEP_TEXTS) else None
    context = {
        "wanted": wanted,
        "rows": list(entries_in_force(on, wanted)[:PAGE]),
        "to_check": list(entries_to_check(person, on=on)[:PAGE]),
        "mine": list(kept.exclude(state=KnowledgeState.VALID)[:PAGE]) if kept is not None else [],
        "soon": list(kept.filter(state=KnowledgeState.VALID)[:5]) if kept is not None else [],
        "may_write": kept is not None,
    }
    return render(request, "cases/knowledge.html", context)


def entry_of(request: HttpRequest, pk: int) -> KnowledgeEntry:
    """An entry in force, or one in the reader's own care."""
    person, on = person_of(request), local_date(clock.now())
    related = KnowledgeEntry.objects.select_related("area", "owner", "category", "replaces")
    found = get_object_or_404(related, pk=pk)
    if found.state != KnowledgeState.VALID and not _cares(found, person):
        may_draft_knowledge(found.owner, by=person, on=on).require()
    return found


def _cares(entry: KnowledgeEntry, person: Person) -> bool:
    on = local_date(clock.now())
    return (
        bool(may_draft_knowledge(entry.owner, by=person, on=on))
        or entries_to_check(person, on=on).filter(pk=entry.pk).exists()
    )


@staff
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    require(request, Permission.VIEW_CASES)
    found, person, on = entry_of(request, pk), person_of(request), local_date(clock.now())
    may_write = bool(may_draft_knowledge(found.owner, by=person, on=on))
    check = may_check_knowledge(found, by=person, on=on)
    is_draft, is_valid = (
        found.state == KnowledgeState.DRAFT,
        found.state == KnowledgeState.VALID,
    )
    context = {
        "entry": found,
        "may_change": may_write and (is_draft or is_valid or found.state == KnowledgeState.EXPIRED),
        "may_end": may_write and (is_draft or is_valid),
        "may_check": is_draft and bool(check),
        "why_not": check if is_draft and may_write and not check else None,
        "may_renew": is_valid and bool(check),
    }
    return render(request, "cases/knowledge_one.html", context)


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(request, Permission.KEEP_TEXTS)
    person, now = person_of(request), clock.now()

    def act(inputs: dict[str, Any]) -> str:
        made = actions.draft_knowledge(**inputs, by=person, now=now)
        return reverse("cases:knowledge-one", args=[made.pk])

    first = KnowledgeForm.new_values(local_date(now))
    unit = Unit.objects.filter(pk__in=units_of(person, local_date(now))).first()
    if unit is not None:
        first |= {"owner": unit.pk, "area": unit.area_id}
    return keep(request, KnowledgeForm, act, "cases/knowledge_form.html", first=first)


@staff
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rewrite a draft; of a text in force write the next one."""
    found, person, now = entry_of(request, pk), person_of(request), clock.now()
    may_draft_knowledge(found.owner, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> str:
        if found.state == KnowledgeState.DRAFT:
            made = actions.change_draft(found, **inputs, by=person, now=now)
        else:
            made = actions.draft_knowledge(**inputs, by=person, now=now, replaces=found)
        return reverse("cases:knowledge-one", args=[made.pk])

    first = KnowledgeForm.first_values(found)
    context = {"entry": found}
    return keep(
        request, KnowledgeForm, act, "cases/knowledge_form.html", first=first, context=context
    )


@staff
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it in force."""
    actions.check_knowledge(entry_of(request, pk), by=person_of(request), now=clock.now())
    messages.success(request, _("It is in force now."))
    return redirect("cases:knowledge-one", pk=pk)


@staff
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    found, person, now = entry_of(request, pk), person_of(request), clock.now()
    may_check_knowledge(found, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> str:
        actions.renew_knowledge(found, **inputs, by=person, now=now)
        return reverse("cases:knowledge-one", args=[found.pk])

    first = KnowledgeForm.new_values(local_date(now))
    context = {"entry": found}
    return keep(request, RenewForm, act, "cases/knowledge_form.html", first=first, context=context)


@staff
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    found, person, now = entry_of(request, pk), person_of(request), clock.now()
    may_draft_knowledge(found.owner, by=person, on=local_date(now)).require()

    def act(inputs: dict[str, Any]) -> str:
        actions.withdraw_knowledge(found, **inputs, by=person, now=now)
        return reverse("cases:knowledge")

    return keep(request, EndForm, act, "cases/knowledge_form.html", context={"entry": found})
