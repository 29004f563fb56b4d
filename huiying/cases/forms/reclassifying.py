"""Saying anew what a case is and how urgent."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.cases.choices import Kind, Priority, Step
from huiying.cases.forms.fields import SHORT, StepForm
from huiying.cases.models import Category
from huiying.lib.village_groups import MOST


class Reclassify(StepForm):
    kind = forms.ChoiceField(label=pgettext_lazy("of a request", "Kind"), choices=Kind.choices)
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    group = forms.IntegerField(
        label=_("Group of the village"),
        min_value=0,
        max_value=MOST,
        required=False,
        help_text=_(
            "Its number, where it was taken down wrongly. Left empty it stays; 0 means none."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=SHORT, help_text=_("The unit reads this.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaves = Category.objects.filter(is_active=True)
        self.fields["category"].queryset = leaves  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**data, "kind": Kind(data["kind"]), "priority": Priority(data["priority"])}


FORMS: Mapping[Step, type[StepForm]] = {Step.RECLASSIFY: Reclassify}
