"""A telephone and the code that was sent to it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("Your mobile number"),
        help_text=_("We send a code to it, so that nobody else can use your number."),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Please type your mobile number.")},
    )


class CodeForm(forms.Form):
    phone = forms.CharField(max_length=30, widget=forms.HiddenInput, required=False)
    code = forms.CharField(
        label=pgettext_lazy("text message", "Code"),
        help_text=_("Six digits, in the text message we sent you"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Please type the code from the text message.")},
    )
