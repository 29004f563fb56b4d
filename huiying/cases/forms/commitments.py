"""Promising something in public."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.forms.fields import PickField, StepForm
from huiying.organisations.models import Unit


class PromiseForm(StepForm):
    unit = PickField(Unit, label=_("Unit that promises"))
    text = forms.CharField(
        label=_("Promise"),
        max_length=200,
        help_text=_("One sentence that people can hold you to, with a number or a day in it."),
    )
