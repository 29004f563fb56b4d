"""A handling at the counter, what was put right, and the sampling of callbacks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.forms.fields import SHORT, PickField, StepForm
from huiying.organisations.models import Area, Unit


class VisitForm(StepForm):
    unit = PickField(Unit, label=_("Unit"))
    matter = forms.CharField(label=_("What was handled"), max_length=100)
    desk = forms.CharField(label=_("Counter"), max_length=30, required=False)
    is_online = forms.BooleanField(label=_("It was handled online"), required=False)


class RemedyForm(StepForm):
    remedy = forms.CharField(
        label=_("What was put right"),
        max_length=500,
        widget=SHORT,
        help_text=_("The person reads this and may judge once more."),
    )


class SamplingForm(StepForm):
    area = PickField(Area, label=_("Place where it applies"))
    percent = forms.TypedChoiceField(
        label=_("Share of the cases that are called back"),
        choices=[(str(n), f"{n} %") for n in range(100, 0, -10)],
        coerce=int,
    )
    valid_from = forms.DateTimeField(
        label=_("From when on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("It lies in the future: cases that wait are not drawn anew."),
    )
    note = forms.CharField(label=_("Why"), max_length=300, widget=SHORT)

    def inputs(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
