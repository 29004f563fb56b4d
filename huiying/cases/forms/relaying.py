"""Calling through the relay: on which telephone."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Relay(forms.Form):
    own = forms.CharField(
        label=_("The telephone you call from"),
        max_length=30,
        help_text=_("It is not kept, and the requester does not see it."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
