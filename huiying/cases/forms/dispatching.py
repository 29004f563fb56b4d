"""Giving a case to a unit, and taking it back."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.co_units import WithCoUnits
from huiying.cases.forms.fields import (
    DECISION,
    SHORT,
    PickField,
    Plain,
    StepForm,
    WithText,
    numbered,
)
from huiying.organisations.models import Unit


class Dispatch(WithCoUnits):
    lead_unit = PickField(Unit, label=_("Lead unit"))
    instruction = forms.CharField(
        label=_("What the unit should know"), required=False, max_length=500, widget=SHORT
    )
    field_order = ("lead_unit", "co_units", "co_units_2", "co_units_3", "instruction")

    def inputs(self) -> dict[str, Any]:
        return {**super().inputs(), "recall": list(numbered(self.data, self.add_prefix("recall")))}


class AskReturn(StepForm):
    reason = forms.CharField(label=_("Why it is not your duty"), max_length=500, widget=SHORT)
    legal_basis = forms.CharField(
        label=_("Law or list of duties that says so"), max_length=500, widget=SHORT
    )
    proposed_unit = PickField(Unit, label=_("Whose duty it is"))


FORMS: Mapping[Step, type[StepForm]] = {
    Step.DISPATCH: Dispatch,
    Step.SIGN: WithText,
    Step.ASK_RETURN: AskReturn,
    Step.AGREE_RETURN: DECISION,
    Step.REFUSE_RETURN: DECISION,
    Step.DROP_RETURN: Plain,
}
