"""Where the model stands that may write drafts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huiying.cases.forms.fields import StepForm
from huiying.cases.models.machine import LONGEST, SHORTEST, USUAL
from huiying.cases.rules.drafting import is_address


class EndpointForm(StepForm):
    is_on = forms.BooleanField(
        label=_("Machine drafts may be asked for"),
        required=False,
        help_text=_("Only texts without names, numbers and addresses are sent to the model."),
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=300,
        help_text=_("An OpenAI-compatible address, such as http://127.0.0.1:8000/v1"),
    )
    model = forms.CharField(label=_("Name of the model"), required=False, max_length=100)
    secret = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=500,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "It is kept sealed and never shown again. Empty leaves the key as it is; with another address the old key is forgotten."
        ),
    )
    forget_key = forms.BooleanField(label=_("Forget the key"), required=False)
    seconds = forms.IntegerField(
        label=_("Seconds an answer may take"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=USUAL,
    )

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).rstrip("/")
        if address and not is_address(address):
            raise ValidationError(
                _(
                    "Give the address as http://… or https://…, without a name, a key or a question mark in it."
                )
            )
        return address

    def clean_secret(self) -> str:
        key = str(self.cleaned_data["secret"])
        if not (key.isascii() and key.isprintable()):
            raise ValidationError(_("A key has only letters, digits and plain signs."))
        return key

    def inputs(self) -> dict[str, Any]:
        data = super().inputs()
        forget = data.pop("forget_key")
        secret = data.pop("secret")  # not `key`: so the key of the filling-in is called
        data["key"] = "" if forget else (secret or None)
        return data
