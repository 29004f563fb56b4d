"""Objections, marks, findings, consequences, indicators."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.appraisal.actions.marks import Entry
from huiying.appraisal.actions.objections import Decision
from huiying.appraisal.choices.schemes import FindingState, Measure, ObjectionState
from huiying.appraisal.forms.schemes import LONG, PersonForm

SHORT = forms.Textarea(attrs={"rows": 3})
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WHOLE = ("", _("The result as a whole"))


class ObjectForm(PersonForm):
    column = forms.ChoiceField(label=_("Which figure is wrong?"), required=False)
    text = forms.CharField(label=_("What is wrong, and why"), max_length=2000, widget=SHORT)
    evidence = forms.FileField(
        label=_("Evidence"), required=False, help_text=_("A picture or a PDF file.")
    )

    def __init__(self, *args: Any, columns: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].choices = [WHOLE, *columns]  # type: ignore[attr-defined]


class DecideForm(PersonForm):
    upheld = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", ObjectionState.UPHELD.label), ("no", ObjectionState.REFUSED.label)],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("Reasons"), max_length=2000, widget=SHORT, help_text=_("The unit reads this.")
    )
    column = forms.ChoiceField(label=_("Figure that is put right"), required=False)
    value = forms.CharField(
        label=_("Right value"),
        required=False,
        max_length=40,
        help_text=_(
            "Rates in per cent. The ranking changes only when the next version is computed."
        ),
    )
    base = forms.CharField(label=_("Right base of the rate"), required=False, max_length=20)

    def __init__(self, *args: Any, columns: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].choices = [("", _("Nothing is corrected")), *columns]  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        return {"decision": Decision(**self.cleaned_data)}


class MarkForm(PersonForm):
    column = forms.ChoiceField(label=_("What is entered"))
    value = forms.CharField(label=_("Mark"), max_length=40)
    voters = forms.IntegerField(
        label=_("How many voted"),
        required=False,
        min_value=0,
        help_text=_(
            "Only for votes: enter the group's mean; at least five voters, nobody's own vote."
        ),
    )
    note = forms.CharField(
        label=_("What it rests on"), required=False, max_length=500, widget=SHORT
    )
    evidence = forms.FileField(label=_("Evidence"), required=False)

    def __init__(self, *args: Any, columns: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].choices = columns  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {"entry": Entry(**{**data, "voters": data["voters"] or 0})}


class ReviewForm(PersonForm):
    state = forms.TypedChoiceField(
        label=_("What is it?"),
        choices=[(each.value, each.label) for each in FindingState if each != FindingState.OPEN],
        coerce=FindingState,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What was found out"),
        max_length=1000,
        widget=SHORT,
        help_text=_("No score changes by this. What is proven goes through an investigation."),
    )


class ConsequenceForm(PersonForm):
    measure = forms.TypedChoiceField(
        label=_("What follows"), choices=Measure.choices, coerce=Measure, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("For what, and what is expected"), max_length=1000, widget=SHORT)
    due = forms.DateField(label=_("By when"), required=False, widget=DAY)


class OutcomeForm(PersonForm):
    outcome = forms.CharField(label=_("What came of it"), max_length=1000, widget=SHORT)


class IndicatorForm(PersonForm):
    text = forms.CharField(
        label=_("Text of the indicator (TOML)"), max_length=10_000, strip=False, widget=LONG
    )
