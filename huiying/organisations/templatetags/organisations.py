"""`{% load organisations %}`: pickers of areas, units and people for the forms of any slice."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms, template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from huiying.design.templatetags.huiying import field as design_field
from huiying.lib import clock
from huiying.organisations.models import Area, Unit
from huiying.organisations.presenters import Line, area_hits, person_hits, unit_hits
from huiying.people.models import Person

register = template.Library()
PICKER = "design/components/picker.html"


@register.inclusion_tag(PICKER)
def area_picker(bound: forms.BoundField, **filters: Any) -> dict[str, Any]:
    """`{% area_picker form.area level=5 within="990101" %}`: search, then choose; the value is the id.

    Works without JavaScript too: its button sends the form with `_search`, and the page shows hits.
    """
    return _picker(bound, "organisations:pick-areas", Area, filters)


@register.inclusion_tag(PICKER)
def unit_picker(bound: forms.BoundField, **filters: Any) -> dict[str, Any]:
    """`{% unit_picker form.unit within="990101" kind="department" %}`; the value is the id."""
    return _picker(bound, "organisations:pick-units", Unit, filters)


@register.inclusion_tag(PICKER)
def person_picker(bound: forms.BoundField) -> dict[str, Any]:
    """`{% person_picker form.person %}`: staff by name or user name; the value is the id."""
    return _picker(bound, "organisations:pick-people", Person, {})


HITS: dict[type, Callable[[str, dict[str, Any], date], list[Line]]] = {
    Area: area_hits,
    Unit: unit_hits,
    Person: person_hits,
}


def _picker(
    bound: forms.BoundField,
    url_name: str,
    model: type[Area | Unit | Person],
    filters: dict[str, Any],
) -> dict[str, Any]:
    name = bound.html_name
    query = str(bound.form.data.get(f"{name}_query", "")).strip()[:60]
    value, chosen = _chosen(model, bound.value())
    url = reverse(url_name)
    if filters:
        url += "?" + "&".join(f"{key}={value}" for key, value in filters.items())
    return {
        "name": name,
        "label": bound.label,
        "url": url,
        "help": bound.help_text,
        "error": " ".join(str(error) for error in bound.errors),
        "value": value,
        "chosen": chosen,
        "query": query,
        "results": HITS[model](query, filters, clock.local_date(clock.now())) if query else None,
    }


def _chosen(model: type[Area | Unit | Person], value: object) -> tuple[str, str]:
    if isinstance(value, Area | Unit | Person):
        found: Area | Unit | Person | None = value
    elif str(value or "").isdigit():
        found = model.objects.filter(pk=int(str(value))).first()
    else:
        found = None
    if found is None:
        return "", ""
    return str(found.pk), found.path if isinstance(found, Area) else str(found)


@register.simple_tag
def picking_fields(form: forms.BaseForm) -> SafeString:
    """All fields of a form, those of areas, units and people as pickers."""
    tags = {Area: area_picker, Unit: unit_picker, Person: person_picker}
    drawn: list[tuple[str]] = []
    for bound in form:
        model = _picked(bound.field)
        if model in tags:
            context = tags[model](bound)
            drawn.append((_render(PICKER, context),))
        else:
            drawn.append((_render("design/components/field.html", design_field(bound)),))
    return format_html_join("", "{}", drawn)


def _picked(one: forms.Field) -> type[Any] | None:
    """What a field picks one of; None for all other fields."""
    if not isinstance(one, forms.ModelChoiceField) or one.queryset is None:
        return None
    return None if isinstance(one, forms.ModelMultipleChoiceField) else one.queryset.model


def _render(name: str, context: dict[str, Any]) -> SafeString:
    return render_to_string(name, context)
