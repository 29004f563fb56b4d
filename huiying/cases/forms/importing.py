"""Uploading a list of requests and saying what its columns are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.cases.choices import Kind
from huiying.cases.forms.fields import PickField, StepForm
from huiying.cases.models import Category
from huiying.cases.rules.importing import HEADINGS, MAX_SOURCE, NEEDED
from huiying.organisations.models import Area, Unit

LABELS: Mapping[str, Any] = {
    "external_no": _("Its number there"),
    "title": _("Title"),
    "text": _("Text of the request"),
    "time": _("Time of the request"),
    "reply": _("What was replied"),
    "reply_time": _("Time of the reply"),
    "sent_time": _("Time it was given to the unit"),
    "kind": pgettext_lazy("of a request", "Kind"),
    "category": _("Category"),
    "name": _("Name of the requester"),
    "phone": _("Telephone number"),
    "address": _("Address of the requester"),
    "place": _("Where exactly"),
    "area": _("Area (code or name)"),
    "unit": _("Unit that replied (code or name)"),
    "secret": _("Asks for secrecy"),
    "status": _("State there"),
}


class Upload(StepForm):
    file = forms.FileField(
        label=_("List of requests"),
        help_text=_("Excel (xlsx, xls), ods or CSV, with headings in the first row."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )
    area = PickField(
        Area, label=_("Area"), help_text=_("Rows that name no area of their own belong to it.")
    )
    unit = PickField(
        Unit,
        label=_("Unit that gave the replies"),
        required=False,
        help_text=_("For rows with a reply that name no unit; else the area's own government."),
    )
    source = forms.CharField(
        label=_("Where the list comes from"),
        required=False,
        max_length=MAX_SOURCE,
        help_text=_("The same name each time, so that rows are known again by their numbers."),
    )
    mapping = forms.FileField(
        label=_("Mapping"),
        required=False,
        help_text=_("A TOML file that names the columns. Without it they are proposed."),
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )


class Columns(forms.Form):
    """One choice for each field; words, times and skipped rows of a mapping file are kept as they are."""

    def __init__(self, data: Any, *, header: Sequence[str], mapping: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.known = dict(mapping)
        columns = self.known.get("columns", {})
        choices = [("", _("— not in the list —")), *((name, name) for name in header if name)]
        for name in HEADINGS:
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name],
                choices=choices,
                initial=columns.get(name, ""),
                required=name in NEEDED,
            )
        constants = self.known.get("constants", {})
        self.fields["kind_else"] = forms.ChoiceField(
            label=_("Kind, where the list has none"),
            choices=Kind.choices,
            initial=constants.get("kind", Kind.HELP),
            required=False,
        )
        self.fields["category_else"] = forms.ModelChoiceField(
            Category.objects.filter(is_active=True),
            label=_("Category, where the list has none"),
            initial=constants.get("category"),
            required=False,
            empty_label=_("Other"),
        )

    def mapping(self) -> dict[str, Any]:
        """The mapping in the shape of its TOML file."""
        given = self.cleaned_data
        constants = dict(self.known.get("constants", {}))
        constants["kind"] = given["kind_else"]
        constants["category"] = given["category_else"].pk if given["category_else"] else ""
        return {
            **self.known,
            "columns": {name: given[name] for name in HEADINGS if given[name]},
            "constants": {name: value for name, value in constants.items() if value},
        }
