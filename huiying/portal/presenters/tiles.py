"""Choices as big tiles."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Grade, Kind

KIND_EXAMPLES: Mapping[str, Any] = {
    Kind.HELP: _("The street lamp is broken. The water pipe leaks."),
    Kind.QUESTION: _("How do I apply for the old-age allowance?"),
    Kind.COMPLAINT: _("I was sent away three times. The promised repair was not done."),
    Kind.TIP_OFF: _("Somebody took money that was meant for the village."),
    Kind.SUGGESTION: _("The bus could stop nearer to the school."),
    Kind.THANKS: _("The village doctor helped us at night."),
}
GRADE_FACES: Mapping[str, str] = {
    Grade.VERY_SATISFIED: "face-5",
    Grade.SATISFIED: "face-4",
    Grade.BASICALLY: "face-3",
    Grade.DISSATISFIED: "face-2",
    Grade.VERY_DISSATISFIED: "face-1",
}
_ICONS: Mapping[str, str] = {
    Kind.HELP: "work",
    Kind.QUESTION: "help",
    Kind.COMPLAINT: "flag",
    Kind.TIP_OFF: "shield",
    Kind.SUGGESTION: "edit",
    Kind.THANKS: "thanks",
}


@dataclass(frozen=True)
class Tile:
    tag: SafeString
    label: str
    hint: str
    icon: str
    face: str


def tiles(bound: forms.BoundField) -> Iterator[Tile]:
    """The choices of a radio field, each with its example, icon or face."""
    for radio in bound:
        value = str(radio.data["value"])
        hint = str(KIND_EXAMPLES.get(value, ""))
        yield Tile(
            radio.tag(),
            str(radio.choice_label),
            hint,
            _ICONS.get(value, ""),
            GRADE_FACES.get(value, ""),
        )
