"""Components for forms; part of `{% load huiying %}`."""

from typing import Any

from django import forms, template
from django.template import Context

from huiying.design.presenters import shapes
from huiying.design.templatetags.asked import query_of

register = template.Library()
PARTS = "design/components"


@register.inclusion_tag(f"{PARTS}/field.html")
def field(bound: forms.BoundField, optional_mark: bool = True) -> dict[str, Any]:
    """`{% field form.name %}`: label, help, errors with suggestions, and any Django widget."""
    return {"face": shapes.field_face(bound, optional_mark)}


@register.inclusion_tag(f"{PARTS}/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """All fields of the form in order."""
    return {"form": form}


@register.inclusion_tag(f"{PARTS}/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """What must be put right, each line a link to its field. Place it above the form."""
    return {"errors": shapes.summary(form)}


@register.inclusion_tag(f"{PARTS}/search_box.html", takes_context=True)
def search_box(context: Context, label: str, action: str = "", **options: Any) -> dict[str, Any]:
    """A GET form with one box; options name ("q"), placeholder, value, button."""
    name = options.get("name", "q")
    value = query_of(context).get(name, "")
    return {"label": label, "action": action, "name": name, "value": value, **options}


@register.inclusion_tag(f"{PARTS}/picker.html")
def picker(name: str, label: str, url: str, **options: Any) -> dict[str, Any]:
    """Search, then choose one of few: never a list of thousands.

    `url` answers ?name=NAME&NAME_query=… with design/components/picker_results.html (context: name,
    results of (value, label, hint), more). Options: value and chosen (what is picked now), help, error, results, query.
    Without JavaScript the button sends the form with `_search=name`, and the view fills `results`.
    """
    return {"name": name, "label": label, "url": url, **options}
