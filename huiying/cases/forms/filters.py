"""Filters of lists. What is mistyped filters nothing; it never breaks the page."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.cases.choices import (
    CaseState,
    Channel,
    DueIn,
    Holder,
    Kind,
    Priority,
    RequestState,
    SupervisionState,
)
from huiying.cases.forms.fields import PickField
from huiying.cases.models import Category
from huiying.lib.village_groups import MOST
from huiying.organisations.models import Area, Unit
from huiying.people.models import Person


def _any(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("All")), *choices])


def _day(label: Any) -> forms.DateField:
    within = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2100, 1, 1))]
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, validators=within)


class Filter(forms.Form):
    def chosen(self) -> dict[str, Any]:
        """The filters that were set and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class CaseFilter(Filter):
    q = forms.CharField(label=_("Words or number"), required=False, max_length=100)
    state = _any(_("State"), CaseState.choices)
    priority = _any(_("Priority"), Priority.choices)
    due = _any(_("Deadline"), DueIn.choices)
    kind = _any(pgettext_lazy("of a request", "Kind"), Kind.choices)
    who = _any(_("Who works on it"), Holder.choices)
    watched = _any(
        _("Supervision"), [("any", _("Under supervision")), *SupervisionState.choices[1:]]
    )
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True),
        label=_("Category"),
        required=False,
        empty_label=_("All"),
    )
    unit = PickField(Unit, label=_("Lead unit"), required=False)
    area = PickField(Area, label=_("Place"), required=False)
    group = forms.IntegerField(
        label=_("Group of the village"), required=False, min_value=1, max_value=MOST
    )
    opened_from = _day(_("Opened from"))
    opened_to = _day(_("Opened until"))
    holder = forms.ModelChoiceField(
        Person.objects.all(), required=False, widget=forms.HiddenInput()
    )


def tidy(query: str) -> str:
    """The fields of the filter alone, in order; what is empty or foreign is left out."""
    given = QueryDict(query[:2000])
    kept = QueryDict(mutable=True)
    for name in sorted(CaseFilter.base_fields):
        if value := given.get(name, "").replace("\x00", "").strip():
            kept[name] = value
    return kept.urlencode()


class RequestFilter(Filter):
    q = forms.CharField(label=_("Words or receipt number"), required=False, max_length=100)
    state = _any(_("State"), RequestState.choices)
    channel = _any(_("How it came in"), Channel.choices)
    area = PickField(Area, label=_("Place"), required=False)
