"""A unit appeals; a panel votes and decides."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.choices.appealing import AppealReason, AppealTarget, Measure, Vote
from huiying.cases.forms.fields import LONG, SHORT, PickField, StepForm, one_text
from huiying.cases.rules.excluding import REASONS_FOR
from huiying.cases.rules.months import is_sensible
from huiying.organisations.models import Unit

_OF_CASES = (AppealTarget.EXCLUSION, AppealTarget.RATING)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _reasons(*targets: AppealTarget) -> list[tuple[str, Any]]:
    fitting = frozenset().union(*(REASONS_FOR[each] for each in targets))
    return [(each.value, each.label) for each in AppealReason if each in fitting]


class FileAppeal(StepForm):
    target = forms.ChoiceField(
        label=_("What you appeal against"),
        choices=[(each.value, each.label) for each in _OF_CASES],
        widget=forms.RadioSelect,
        help_text=_("A grade is never changed; granted is only that the case is not counted."),
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=_reasons(*_OF_CASES),
        widget=forms.RadioSelect,
        help_text=_("That somebody is dissatisfied is no reason."),
    )
    arose_on = forms.DateField(
        label=_("Day on which this came up"),
        required=False,
        widget=DAY,
        help_text=_("What was known at the review cannot be brought up after the judgement."),
    )
    text = forms.CharField(label=_("What happened"), max_length=2000, widget=LONG)


class FigureAppeal(StepForm):
    unit = PickField(Unit, label=_("Unit"))
    month = forms.DateField(
        label=_("Month"),
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )
    measure = forms.ChoiceField(label=_("Figure"), choices=Measure.choices)
    reason = forms.ChoiceField(
        label=_("Reason"), choices=_reasons(AppealTarget.FIGURE), widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("What is wrong with it"), max_length=2000, widget=LONG)

    def clean_month(self) -> date:
        month: date = self.cleaned_data["month"]
        if not is_sensible(month):
            raise forms.ValidationError(
                _("The year %(year)s cannot be right. Please look at it again."),
                params={"year": month.year},
            )
        return month


class VoteForm(StepForm):
    vote = forms.ChoiceField(label=_("Your vote"), choices=Vote.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), max_length=500, widget=SHORT)


class ConcludeForm(StepForm):
    granting = forms.TypedChoiceField(
        label=_("What the panel decided"),
        choices=[("1", _("Granted")), ("", _("Refused"))],
        coerce=bool,
        required=False,
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(label=_("Decision and its reason"), max_length=1000, widget=LONG)

    def inputs(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"granting": bool(data["granting"]), "decision": data["decision"]}


_DECISION = one_text("decision", _("Decision and its reason"), _("The unit reads this."), 1000)
FORMS: Mapping[Step, type[StepForm]] = {
    Step.FILE_APPEAL: FileAppeal,
    Step.VOTE_APPEAL: VoteForm,
    Step.GRANT_APPEAL: _DECISION,
    Step.REFUSE_APPEAL: _DECISION,
}
