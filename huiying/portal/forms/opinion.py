"""What a body outside answers when it is asked for its opinion."""

from django import forms
from django.utils.translation import gettext_lazy as _


class OpinionForm(forms.Form):
    text = forms.CharField(
        label=_("Your opinion"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8})
    )
    name = forms.CharField(
        label=_("Your name and office"),
        max_length=60,
        help_text=_("So that the unit knows whom to ask."),
    )
