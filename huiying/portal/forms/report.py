"""The pages of asking and reporting. Nothing is asked that is not needed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Kind
from huiying.cases.models import Category, FormQuestion
from huiying.organisations.models import Area
from huiying.portal.forms.answers import answer_field, written
from huiying.portal.forms.fields import FilesField, ManyFiles, Words
from huiying.portal.queries import area_named, areas_called
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


GROUP = 2
"""Digits of a group of categories."""


class MatterForm(forms.Form):
    """What happened and where. `area_hits` are places to choose from when the name fits several."""

    text = Words(
        label=_("Tell us what it is about"),
        help_text=_("What happened, since when, what would help? Plain words are fine."),
        max_length=MOST_TEXT,
        rows=7,
        error_messages={"required": _("Please tell us in a few words what it is about.")},
    )
    category = forms.ChoiceField(
        label=_("Which of these fits?"),
        help_text=_("Leave it open if you are not sure."),
        required=False,
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
    latitude = forms.DecimalField(
        required=False, min_value=-90, max_value=90, widget=forms.HiddenInput
    )
    longitude = forms.DecimalField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput
    )
    uploads = FilesField(
        label=_("Photos, voice messages, papers"),
        help_text=_(
            "At most 5. Photos, voice recordings, video, PDF, Word or Excel. Where a photo was taken is removed from it."
        ),
        required=False,
        widget=ManyFiles(attrs={"accept": "image/*,audio/*,video/*,.pdf,.docx,.xlsx"}),
    )

    def __init__(
        self, *args: Any, on: date, questions: Sequence[FormQuestion] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.area_hits: list[Area] | None = None
        self.more_areas = False
        self.fields["category"].choices = category_choices()  # type: ignore[attr-defined]
        self.questions = list(questions)
        for question in self.questions:
            self.fields[f"q{question.pk}"] = answer_field(question)

    @property
    def extra(self) -> list[Any]:
        """The bound fields of the extra questions."""
        return [self[f"q{question.pk}"] for question in self.questions]

    def answers(self) -> tuple[tuple[int, str], ...]:
        """(question, answer) of what was answered."""
        data = self.cleaned_data
        given = ((each.pk, written(data.get(f"q{each.pk}"))) for each in self.questions)
        return tuple((key, answer) for key, answer in given if answer)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for question in self.questions:
            name = f"q{question.pk}"
            if question.stop_answer and data.get(name) == question.stop_answer:
                self.add_error(name, question.stop_text)
        for name in ("latitude", "longitude"):
            if data.get(name) is not None:
                data[name] = round(data[name], 5)
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


def category_choices() -> list[tuple[str, Any]]:
    """The kinds of matters, in groups, after "not sure"."""
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for code, name in Category.objects.filter(is_active=True).values_list("code", "name"):
        if len(code) == GROUP:
            groups[code] = (name, [])
        elif code[:GROUP] in groups:
            groups[code[:GROUP]][1].append((code, name))
    return [("", _("I am not sure")), *(group for group in groups.values() if group[1])]
