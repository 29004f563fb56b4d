"""The pages of asking and reporting. Nothing is asked that is not needed."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.cases.choices import Kind
from huiying.lib.phones import normalise
from huiying.organisations.models import Area, Unit
from huiying.portal.forms.fields import TOO_LONG, FilesField, ManyFiles, Words
from huiying.portal.queries import area_named, areas_called, unit_named, units_called
from huiying.portal.rules import MOST_TEXT, MOST_TITLE

KINDS = (
    (Kind.HELP, _("I need something done")),
    (Kind.QUESTION, _("I have a question")),
    (Kind.COMPLAINT, _("I am not satisfied with something")),
    (Kind.TIP_OFF, _("I want to report wrongdoing")),
    (Kind.SUGGESTION, _("I have a suggestion")),
    (Kind.THANKS, _("I want to say thank you")),
)
ABOUT_OFFICES = frozenset({Kind.HELP, Kind.COMPLAINT, Kind.TIP_OFF})
"""Kinds for which the third page asks whether an office or its staff are meant."""


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What would you like to do?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the six.")},
    )
    danger = forms.BooleanField(
        label=_("Somebody is in danger right now"),
        help_text=_("Fire, gas, a crime, somebody hurt or very ill"),
        required=False,
    )


class MatterForm(forms.Form):
    """What happened and where. `area_hits` are places to choose from when the name fits several."""

    text = Words(
        label=_("Tell us what it is about"),
        help_text=_("What happened, since when, what would help? Plain words are fine."),
        max_length=MOST_TEXT,
        rows=7,
        error_messages={"required": _("Please tell us in a few words what it is about.")},
    )
    title = Words(
        label=_("Title"),
        help_text=_("Leave it empty and we take it from your text."),
        max_length=MOST_TITLE,
        required=False,
    )
    area = forms.CharField(required=False, label=_("Which village, community or town?"))
    area_query = forms.CharField(required=False, max_length=60)
    place = Words(
        label=_("Where exactly?"),
        help_text=_("For example: beside the shop at the village gate"),
        max_length=200,
        required=False,
    )
    uploads = FilesField(
        label=_("Photos, voice messages, papers"),
        help_text=_(
            "At most 5. Photos, voice recordings, video, PDF, Word or Excel. Where a photo was taken is removed from it."
        ),
        required=False,
        widget=ManyFiles(attrs={"accept": "image/*,audio/*,video/*,.pdf,.docx,.xlsx"}),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.area_hits: list[Area] | None = None
        self.more_areas = False

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        found = area_named(data.get("area") or "", on=self.on)
        data["area"] = found or self._area_typed((data.get("area_query") or "").strip())
        return data

    def _area_typed(self, words: str) -> Area | None:
        """A name that fits one place alone is as good as a choice."""
        if not words:
            self.add_error(
                "area", _("Please search for the village, community or town and choose it.")
            )
            return None
        self.area_hits, self.more_areas = areas_called(words, on=self.on)
        if len(self.area_hits) == 1:
            return self.area_hits[0]
        if self.area_hits:
            self.add_error("area", _("Several places are called so. Please choose yours."))
        else:
            self.add_error(
                "area",
                ValidationError(
                    _(
                        "We know no place called “%(name)s”. Try a shorter name, or that of the town."
                    ),
                    params={"name": words},
                ),
            )
        return None


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
