"""`{% load organisations %}`: pickers of areas, units and people for the forms of any slice."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms, template
from django.urls import reverse
from django.utils.http import urlencode

from huiying.lib import clock
from huiying.lib.codes import as_id
from huiying.organisations.models import Area, Unit
from huiying.organisations.presenters import Line, area_hits, person_hits, unit_hits
from huiying.people.models import Person

register = template.Library()
PICKER = "design/components/picker.html"


@register.inclusion_tag(PICKER)
def area_picker(bound: forms.BoundField, *, public: bool = False, **filters: Any) -> dict[str, Any]:
    """`{% area_picker form.area level=5 within="990101" %}`: search, then choose; the value is the id.

    Works without JavaScript too: its button sends the form with `_search`, and the page shows hits.
    With `public=True` it asks where residents may ask, on pages without a sign-in.
    """
    url_name = "organisations:public-areas" if public else "organisations:pick-areas"
    return _picker(bound, url_name, Area, filters)


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
        url += f"?{urlencode(filters)}"
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
    elif (key := as_id(str(value or ""))) is not None:
        found = model.objects.filter(pk=key).first()
    else:
        found = None
    if found is None:
        return "", ""
    return str(found.pk), found.path if isinstance(found, Area) else str(found)


@register.filter
def picks(bound: forms.BoundField) -> str:
    """ "area", "unit" or "person" for a field that picks one of them, "" for all others."""
    one = bound.field
    if not isinstance(one, forms.ModelChoiceField) or one.queryset is None:
        return ""
    if isinstance(one, forms.ModelMultipleChoiceField):
        return ""
    return KINDS.get(one.queryset.model, "")


KINDS: dict[type, str] = {Area: "area", Unit: "unit", Person: "person"}
