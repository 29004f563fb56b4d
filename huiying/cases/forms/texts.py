"""Keeping reply templates and the knowledge base."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huiying.cases.actions.knowledge import Knowledge
from huiying.cases.actions.wordings import UNKNOWN_MARK, Wording
from huiying.cases.choices.texts import Occasion
from huiying.cases.forms.fields import LONG, SHORT, PickField, StepForm
from huiying.cases.models import Category
from huiying.cases.models.texts import KnowledgeEntry, ReplyTemplate
from huiying.cases.rules.texts import unknown_marks
from huiying.organisations.models import Area, Unit

YEAR = timedelta(days=365)
LOOK_AGAIN = timedelta(days=335)
"""A month before the last day somebody looks at an entry again, unless told otherwise."""
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CategoryField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """A category of any depth, or none for all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Category.objects.filter(is_active=True),
            label=_("Category"),
            required=False,
            empty_label=_("All categories"),
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.name}"


class WordingForm(StepForm):
    name = forms.CharField(label=_("Name of the template"), max_length=60)
    unit = PickField(
        Unit,
        label=_("Whose template it is"),
        required=False,
        help_text=_("Leave it empty for a template that all units of the place may use."),
    )
    area = PickField(Area, label=_("Place where it applies"))
    category = CategoryField()
    occasion = forms.ChoiceField(
        label=_("When it is used"), required=False, choices=[("", _("Always")), *Occasion.choices]
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Write 【…】 where the handler has to fill something in by hand."),
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"), required=False, max_length=500, widget=SHORT
    )

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        for mark in unknown_marks(text):
            raise ValidationError(_(UNKNOWN_MARK), params={"mark": mark})
        return text

    def inputs(self) -> dict[str, Any]:
        return {"wording": Wording(**self.cleaned_data)}

    @staticmethod
    def first_values(template: ReplyTemplate) -> dict[str, Any]:
        names = ("name", "occasion", "text", "legal_basis")
        values = {name: getattr(template, name) for name in names}
        keys = {name: getattr(template, f"{name}_id") for name in ("unit", "area", "category")}
        return {**values, **keys}


class KnowledgeForm(StepForm):
    question = forms.CharField(
        label=_("Question"), max_length=120, help_text=_("As a resident would ask it.")
    )
    answer = forms.CharField(label=_("Answer"), max_length=5000, widget=LONG)
    legal_basis = forms.CharField(
        label=_("Legal basis"), required=False, max_length=500, widget=SHORT
    )
    category = CategoryField()
    area = PickField(Area, label=_("Place where it applies"))
    owner = PickField(Unit, label=_("Unit that answers for it"))
    is_public = forms.BooleanField(
        label=_("Residents may read it"),
        required=False,
        help_text=_("It appears under “Questions and answers” on the public pages."),
    )
    valid_from = forms.DateField(label=_("First day"), widget=DAY)
    valid_until = forms.DateField(label=_("Last day"), widget=DAY)
    review_on = forms.DateField(
        label=_("Look at it again on"),
        widget=DAY,
        help_text=_("The unit is reminded two weeks before."),
    )

    def inputs(self) -> dict[str, Any]:
        return {"said": Knowledge(**self.cleaned_data)}

    @staticmethod
    def new_values(today: date) -> dict[str, Any]:
        return {
            "valid_from": today,
            "valid_until": today + YEAR,
            "review_on": today + LOOK_AGAIN,
        }

    @staticmethod
    def first_values(entry: KnowledgeEntry) -> dict[str, Any]:
        names = ("question", "answer", "legal_basis", "is_public")
        values = {name: getattr(entry, name) for name in names}
        keys = {name: getattr(entry, f"{name}_id") for name in ("category", "area", "owner")}
        days = {name: getattr(entry, name) for name in ("valid_from", "valid_until", "review_on")}
        return {**values, **keys, **days}


class RenewForm(StepForm):
    valid_until = forms.DateField(label=_("Last day"), widget=DAY)
    review_on = forms.DateField(label=_("Look at it again on"), widget=DAY)


class EndForm(StepForm):
    why = forms.CharField(label=_("Why it is taken out"), max_length=300, widget=SHORT)
