"""Taking down what somebody said by telephone, at the counter, on a visit or in a letter."""

from dataclasses import fields
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.cases.actions import Voice, title_from
from huiying.cases.choices import Channel, Kind
from huiying.cases.forms.fields import LONG, SHORT, PickField, StepForm
from huiying.lib.phones import normalise
from huiying.organisations.models import Area, Unit

BY_STAFF = (
    Channel.PHONE_ENTRY,
    Channel.WINDOW,
    Channel.VISIT,
    Channel.MOBILE,
    Channel.PAPER,
    Channel.TRANSFER_UP,
    Channel.TRANSFER_110,
)
"""Channels in which a member of staff holds the pen."""


class Record(StepForm):
    channel = forms.ChoiceField(
        label=_("How it came in"), choices=[(one.value, one.label) for one in BY_STAFF]
    )
    kind = forms.ChoiceField(label=pgettext_lazy("of a request", "Kind"), choices=Kind.choices)
    area = PickField(Area, label=_("Place"))
    place = forms.CharField(label=_("Where exactly"), required=False, max_length=200)
    title = forms.CharField(label=_("Title"), max_length=100)
    text = forms.CharField(
        label=_("What it is about"),
        max_length=5000,
        widget=LONG,
        help_text=_("Name, time, place, cause and course, in the person's own words."),
    )
    contact_name = forms.CharField(label=_("Name"), required=False, max_length=30)
    contact_phone = forms.CharField(
        label=_("Telephone number"),
        required=False,
        max_length=30,
        help_text=_("Without it nobody can be called back."),
    )
    contact_address = forms.CharField(
        label=_("Address"), required=False, max_length=200, widget=SHORT
    )
    wants_secrecy = forms.BooleanField(
        label=_("The person asks for secrecy"),
        required=False,
        help_text=_("Only intake and callback staff will see who asked."),
    )
    about_staff = forms.BooleanField(
        label=_("It complains about a member of staff"),
        required=False,
        help_text=_("Such complaints are always secret."),
    )
    accused_unit = PickField(Unit, label=_("Unit the request complains about"), required=False)
    is_urgent = forms.BooleanField(label=_("Life or property is in danger"), required=False)
    wants_callback = forms.BooleanField(
        label=_("The person wants to be called back"), required=False, initial=True
    )
    may_publish = forms.BooleanField(
        label=_("The person agrees to publication without names"), required=False
    )

    @property
    def of_matter(self) -> list[forms.BoundField]:
        """The fields down to the words of the matter; ..."""
        return list(self)[: list(self.fields).index("text") + 1]

    @property
    def of_person(self) -> list[forms.BoundField]:
        """... and those after it."""
        return list(self)[list(self.fields).index("text") + 1 :]

    def clean_contact_phone(self) -> str:
        typed = str(self.cleaned_data["contact_phone"]).strip()
        if not typed:
            return ""
        number = normalise(typed)
        if number is None:
            raise ValidationError(
                _(
                    "“%(typed)s” is not a telephone number. Write 11 digits, or area code and number."
                ),
                params={"typed": typed},
            )
        return number

    def voice(self, *, language: str) -> Voice:
        """What was said, as `actions.submit` takes it. Staff read the notice out (version "staff")."""
        known = {each.name for each in fields(Voice)}
        data: dict[str, Any] = {k: v for k, v in self.cleaned_data.items() if k in known}
        data["title"] = data["title"] or title_from(data["text"])
        data["kind"], data["channel"] = Kind(data["kind"]), Channel(data["channel"])
        return Voice(**data, language=language, notice_version="staff")


class Reveal(StepForm):
    reason = forms.CharField(
        label=_("Why do you need the number?"),
        max_length=200,
        help_text=_("The reason and your name go on record; the auditor reads them."),
    )
