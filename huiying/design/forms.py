"""A form with every kind of field, for the page of components."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("Telephone number"), help_text=_("We only use it to tell you what was done.")
    )
    village = forms.CharField(label=_("Village or community"))
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[("water", _("Water")), ("road", _("Roads")), ("lamp", _("Street lamps"))],
        widget=forms.RadioSelect,
    )
    channels = forms.MultipleChoiceField(
        label=_("How may we reach you?"),
        choices=[("phone", _("Telephone")), ("sms", _("Text message")), ("mail", _("E-mail"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    area = forms.ChoiceField(
        label=_("Township"), choices=[("", "—"), ("1", "青禾镇"), ("2", "柳溪乡")]
    )
    on = forms.DateField(
        label=_("Since when?"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    words = forms.CharField(
        label=_("Say it in your own words"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "data-draft": "no"}),
        help_text=_("What happened, where, since when?"),
    )
    photo = forms.FileField(label=_("Photos"), required=False)
    secret = forms.BooleanField(
        label=_("Keep my name secret"),
        help_text=_("The unit that handles it will not learn who asked."),
        required=False,
    )

    def clean_village(self) -> Any:
        raise ValidationError(
            _("There is no village called “%(name)s”."),
            params={"name": self.cleaned_data["village"], "suggestions": ["青石村", "青山村"]},
        )
