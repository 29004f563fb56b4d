"""The third page of a report: about the person, all of it voluntary."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.cases.choices.asking import ToldBy, ToldWhat
from huiying.lib.phones import normalise
from huiying.organisations.models import Unit
from huiying.portal.forms.fields import TOO_LONG, Words
from huiying.portal.queries import unit_named, units_called


class AboutForm(forms.Form):
    """About the person; all of it voluntary."""

    contact_phone = forms.CharField(
        label=_("Your telephone number"),
        help_text=_(
            "So that we can ask back and tell you the result. Without it, keep your number and code."
        ),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": TOO_LONG},
    )
    contact_name = Words(
        label=_("How may we address you?"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    told_by = forms.ChoiceField(
        label=_("How shall we tell you?"),
        choices=ToldBy.choices,
        required=False,
    )
    told_what = forms.ChoiceField(
        label=_("What shall we tell you?"), choices=ToldWhat.choices, required=False
    )
    contact_email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=100,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    wants_callback = forms.ChoiceField(
        label=_("May we call you afterwards and ask whether it was solved?"),
        choices=[("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No"))],
        widget=forms.RadioSelect,
        required=False,
    )
    wants_secrecy = forms.BooleanField(label=_("Keep my identity secret"), required=False)
    about_staff = forms.BooleanField(
        label=_("It is about an office or the people who work there"),
        help_text=_("That office, and every office below it, never receives it."),
        required=False,
    )
    accused = forms.CharField(required=False, label=_("Which office?"))
    accused_query = forms.CharField(required=False, max_length=60)
    may_publish = forms.BooleanField(
        label=_("Others may read about it, without my name"),
        help_text=_(
            "Only after two people have checked that nothing points to you. You can say no; it makes no difference."
        ),
        required=False,
    )

    is_pressure = forms.BooleanField(
        label=_("I am put under pressure because I spoke up before"),
        help_text=_("Then it goes straight to the county and stays secret."),
        required=False,
    )

    earlier_number = forms.CharField(
        label=_("Number of the earlier request"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    earlier_code = forms.CharField(
        label=_("Code of the earlier request"),
        help_text=_("Both stand on the receipt. Then we tell you at once how it stands."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.unit_hits: list[Unit] | None = None
        self.more_units = False

    def clean_contact_phone(self) -> str:
        typed: str = self.cleaned_data["contact_phone"].strip()
        if not typed:
            return ""
        if (number := normalise(typed)) is None:
            raise ValidationError(
                _(
                    "“%(typed)s” is not a telephone number we can call. Please check it, or leave it empty."
                ),
                params={"typed": typed},
            )
        return number

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        by_mail = data.get("told_by") in {ToldBy.EMAIL, ToldBy.BOTH}
        if by_mail and not data.get("contact_email") and "contact_email" not in self.errors:
            self.add_error("contact_email", _("Type an e-mail address, or choose text messages."))
        picked = unit_named(data.get("accused") or "", on=self.on)
        words = (data.get("accused_query") or "").strip()
        if picked is None and words and data.get("about_staff"):
            picked = self._unit_typed(words)
        data["accused"] = picked if data.get("about_staff") else None
        return data

    def _unit_typed(self, words: str) -> Unit | None:
        self.unit_hits, self.more_units = units_called(words, on=self.on)
        if len(self.unit_hits) == 1:
            return self.unit_hits[0]
        if self.unit_hits:
            self.add_error("accused", _("Several offices fit. Please choose the one you mean."))
        else:
            self.add_error(
                "accused",
                ValidationError(
                    _(
                        "We know no office called “%(name)s”. Try a shorter name, or leave it empty and name it in your text."
                    ),
                    params={"name": words},
                ),
            )
        return None
