"""The dispatch catalogue: look, search, add, change, end; its versions, its log, and what it lacks."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases.actions.catalogue import add_rule, change_rule, end_rule
from huiying.cases.forms.catalogue import ChangedRule, EndRule, NewRule, RuleFilter
from huiying.cases.models import CatalogueChange, Category, DispatchRule
from huiying.cases.permissions.catalogue import may_keep_rules, may_read_rules
from huiying.cases.queries import gaps_for, rules_on, unspoken
from huiying.cases.rules.catalogue import codes_of, prefixes_of
from huiying.cases.views.access import ABOVE
from huiying.cases.views.form_pages import FormPage, answer_form
from huiying.cases.views.lists import PAGE, before_of, cut
from huiying.cases.views.stepping import filled
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.codes import as_id
from huiying.organisations.models import Area
from huiying.organisations.views.access import holds, require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

KEEP = Permission.MANAGE_DEADLINES


@staff
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """The catalogue as of a day, by category and place."""
    may_read_rules(by=person_of(request), now=clock.now()).require()
    form = RuleFilter(request.GET)
    chosen = form.chosen()
    on = chosen.get("on") or today()
    found = matching(rules_on(on), chosen)
    if (before := before_of(request)) is not None:
        found = _after(found, before)
    found = found.select_related("category", "area", "lead_unit").prefetch_related("co_units")
    page = cut(request, list(found.order_by("category", "prefix", "id")[: PAGE + 1]))
    context = {
        "form": form,
        "page": page,
        "asked": request.GET.urlencode(),
        "is_filtered": bool(chosen),
        "is_open": bool({"unit", "area", "on"} & set(chosen)) or "_search" in request.GET,
        "may_keep": holds(request, KEEP),
    }
    return render(request, "cases/catalogue.html", context)


def matching(found: QuerySet[DispatchRule], chosen: dict[str, Any]) -> QuerySet[DispatchRule]:
    """The entries a filter leaves; with a place those that speak for it, and those inside it."""
    if "category" in chosen:
        code = chosen["category"].pk
        found = found.filter(Q(category__code__startswith=code) | Q(category__in=codes_of(code)))
    if "unit" in chosen:
        unit = chosen["unit"]
        found = found.filter(Q(lead_unit=unit) | Q(pk__in=unit_rules(unit.pk)))
    if "area" in chosen:
        prefix = chosen["area"].prefix
        above = [each for each in prefixes_of(chosen["area"].code) if len(each) <= len(prefix)]
        found = found.filter(Q(prefix__startswith=prefix) | Q(prefix__in=above))
    for word in chosen.get("q", "").split():
        found = found.filter(
            Q(category__name__contains=word)
            | Q(category__code__startswith=word)
            | Q(lead_unit__name__contains=word)
            | Q(legal_basis__contains=word)
        )
    return found


def unit_rules(unit: int) -> QuerySet[Any]:
    through = DispatchRule.co_units.through.objects.filter(unit_id=unit)
    return through.values("dispatchrule_id")


def _after(found: QuerySet[DispatchRule], last: int) -> QuerySet[DispatchRule]:
    """What follows an entry in the order of the list."""
    edge = DispatchRule.objects.filter(pk=last).values_list("category_id", "prefix").first()
    if edge is None:
        return found
    category, prefix = edge
    later = Q(prefix__gt=prefix) | Q(prefix=prefix, pk__gt=last)
    return found.filter(Q(category__gt=category) | Q(category=category) & later)


def today() -> date:
    return local_date(clock.now())


def _rule(pk: int) -> DispatchRule:
    found = DispatchRule.objects.select_related("category", "lead_unit", ABOVE)
    return get_object_or_404(found, pk=pk)


@staff
@require_GET
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry, its earlier and later versions, and who changed it and why."""
    person, now = person_of(request), clock.now()
    may_read_rules(by=person, now=now).require()
    one = _rule(pk)
    versions = DispatchRule.objects.filter(category=one.category, area=one.area)
    context = {
        "rule": one,
        "co_units": list(one.co_units.all()),
        "in_force": one.is_valid_on(today()),
        "versions": list(versions.select_related("lead_unit").order_by("-valid_from", "-id")),
        "changes": list(
            CatalogueChange.objects.filter(rule__category=one.category, rule__area=one.area)
            .select_related("rule__lead_unit")
            .order_by("-id")[:PAGE]
        ),
        "may_keep": one.valid_to is None and bool(may_keep_rules(one.area, by=person, now=now)),
    }
    return render(request, "cases/rule.html", context)


@staff
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    require(request, KEEP)
    person, now = person_of(request), clock.now()
    form = filled(request, NewRule, {"valid_from": today(), **_asked(request)})
    assert isinstance(form, NewRule)

    def act() -> str:
        given = form.cleaned_data
        made = add_rule(
            form.duty(given["category"], given["area"]),
            by=person,
            now=now,
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            why=given["why"],
        )
        return reverse("cases:rule", args=[made.pk])

    page = FormPage(_("New entry"), _("Add the entry"), _home(), (_("Dispatch catalogue"), _home()))
    return answer_form(request, form, page, act)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the gap report already knows of the entry that is missing."""
    category = Category.objects.filter(pk=request.GET.get("category", "")[:6]).first()
    area = as_id(request.GET.get("area", ""))
    found = Area.objects.filter(pk=area).first() if area is not None else None
    return {"category": category.pk if category else None, "area": found.pk if found else None}


@staff
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    one = _kept(request, pk)
    person, now = person_of(request), clock.now()
    first = {"valid_from": today(), **ChangedRule.first_values(one)}
    form = filled(request, ChangedRule, first)
    assert isinstance(form, ChangedRule)

    def act() -> str:
        given = form.cleaned_data
        duty = form.duty(one.category, one.area)
        new = change_rule(
            one, duty, by=person, now=now, valid_from=given["valid_from"], why=given["why"]
        )
        return reverse("cases:rule", args=[new.pk])

    return answer_form(request, form, _page(one, _("Change the entry"), _("Change")), act)


@staff
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    one = _kept(request, pk)
    person, now = person_of(request), clock.now()
    form = filled(request, EndRule, {"on": today()})

    def act() -> str:
        end_rule(one, by=person, now=now, **form.cleaned_data)
        return reverse("cases:rule", args=[one.pk])

    page = _page(one, _("End the entry"), _("End"))
    page.is_dangerous = True
    return answer_form(request, form, page, act)


def _kept(request: HttpRequest, pk: int) -> DispatchRule:
    one = _rule(pk)
    may_keep_rules(one.area, by=person_of(request), now=clock.now()).require()
    return one


def _page(one: DispatchRule, title: str, submit: str) -> FormPage:
    here = reverse("cases:rule", args=[one.pk])
    name = f"{one.category.name} · {one.area.name}"
    return FormPage(title, submit, here, (name, here), intro=name)


def _home() -> str:
    return reverse("cases:catalogue")


@staff
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """The log of the whole catalogue, newest first."""
    may_read_rules(by=person_of(request), now=clock.now()).require()
    found = CatalogueChange.objects.select_related(
        "rule__category", "rule__area", "rule__lead_unit"
    )
    if (before := before_of(request)) is not None:
        found = found.filter(pk__lt=before)
    page = cut(request, list(found.order_by("-id")[: PAGE + 1]))
    return render(request, "cases/catalogue_changes.html", {"page": page})


@staff
@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    """What came up and what may come up without an entry that says whose duty it is."""
    person, now = person_of(request), clock.now()
    may_read_rules(by=person, now=now).require()
    context = {
        "gaps": gaps_for(person, now=now)[:PAGE],
        "unspoken": unspoken(now=now),
        "may_keep": holds(request, KEEP),
    }
    return render(request, "cases/catalogue_gaps.html", context)
