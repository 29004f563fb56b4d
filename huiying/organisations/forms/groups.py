"""Forms of the groups of a village."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.lib.village_groups import MOST
from huiying.organisations.actions.groups import LONGEST
from huiying.organisations.forms import DayField


class NewGroupForm(forms.Form):
    """One group, or several in a row that are called by their numbers."""

    number = forms.IntegerField(label=_("Number of the group"), min_value=1, max_value=MOST)
    last = forms.IntegerField(
        label=_("Up to number"),
        min_value=1,
        max_value=MOST,
        required=False,
        help_text=_("To add several in a row, such as 1 to 8."),
    )
    name = forms.CharField(
        label=pgettext_lazy("organisation", "Name"),
        max_length=LONGEST,
        required=False,
        help_text=_("As people say it, such as 河湾组. Left empty: 一组, 二组 and so on."),
    )
    on = DayField(label=_("First day"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("number"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("Please give a number from the first one on."))
        if first and last and last > first and data.get("name"):
            self.add_error("name", _("Several groups cannot have the same name."))
        return data


class RenameGroupForm(forms.Form):
    name = forms.CharField(label=_("New name"), max_length=LONGEST)
    on = DayField(label=_("First day of the new name"))
