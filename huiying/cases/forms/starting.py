"""Solved on the spot, found by ourselves, and a villager's request taken down at the door."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Channel, Kind, Source
from huiying.cases.forms.fields import LONG, SHORT, PickField
from huiying.cases.forms.plans import day_field
from huiying.cases.forms.recording import Record
from huiying.cases.forms.topics import CategoryPick, Raise
from huiying.cases.permissions.starting import NOT_ON_SPOT
from huiying.organisations.models import Unit

FACE_TO_FACE = (Channel.WINDOW, Channel.VISIT, Channel.MOBILE)


class Found(Raise):
    """A case that nobody asked for: what the topic's and season's form asks, and how it was found."""

    source = forms.ChoiceField(label=_("How it was found"), choices=Source.choices)
    found_on = day_field(_("Found on"))
    unit = PickField(Unit, label=_("Unit that found it"), required=False)

    def inputs(self) -> dict[str, Any]:
        data = self.cleaned_data
        more = {name: data.pop(name) for name in ("source", "found_on", "unit")}
        return {**super().inputs(), **more, "source": Source(more["source"])}


class OnSpot(Record):
    """What was said, what was done at once, and that it is the unit's own duty."""

    wants_secrecy = None  # type: ignore[assignment] # so Django leaves a field out
    about_staff = None  # type: ignore[assignment] # so Django leaves a field out
    accused_unit = None  # type: ignore[assignment] # so Django leaves a field out
    category = CategoryPick()
    unit = PickField(Unit, label=_("Your unit"))
    reply = forms.CharField(
        label=_("What was done, as the person reads it"), max_length=5000, widget=LONG
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"), required=False, max_length=500, widget=SHORT
    )
    is_agreed = forms.BooleanField(label=_("The person is present and agrees that it is solved"))
    is_own_duty = forms.BooleanField(label=_("It is on our own list of duties"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (one.value, one.label) for one in FACE_TO_FACE
        ]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (one.value, one.label) for one in Kind if one not in NOT_ON_SPOT
        ]

    DEED = ("category", "unit", "reply", "legal_basis", "is_agreed", "is_own_duty")

    def inputs(self) -> dict[str, Any]:
        """All of it, as `actions.solve_on_spot` takes it."""
        language = get_language() or settings.LANGUAGE_CODE
        return {"voice": self.voice(language=language), **self.deed()}

    def deed(self) -> dict[str, Any]:
        """What was done, as `actions.solve_on_spot` takes it."""
        return {name: self.cleaned_data[name] for name in self.DEED[:4]}


class AtTheDoor(Record):
    """A villager's request, taken down by a village cadre: little to fill in, on a telephone."""

    field_order = (
        "text",
        "title",
        "area",
        "place",
        "contact_name",
        "contact_phone",
        "kind",
        "wants_secrecy",
        "is_urgent",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Left empty, it is made from the text.")
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (one.value, one.label) for one in (Channel.VISIT, Channel.MOBILE, Channel.WINDOW)
        ]
