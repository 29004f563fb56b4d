"""Giving a case to a unit, and taking it back."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import DECISION, SHORT, PickField, Plain, StepForm, WithText
from huiying.organisations.models import Unit


class Dispatch(StepForm):
    lead_unit = PickField(Unit, label=_("Lead unit"))
    instruction = forms.CharField(
        label=_("What the unit should know"), required=False, max_length=500, widget=SHORT
    )


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
