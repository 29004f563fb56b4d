"""Entering a case in the register of hard matters, and following it."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import REASON, SHORT, StepForm
from huiying.cases.forms.plans import day_field


class Enter(StepForm):
    official = forms.CharField(
        label=_("Lead official"), max_length=60, help_text=_("Name and post.")
    )
    plan = forms.CharField(label=_("Plan"), max_length=1000, widget=SHORT)
    next_on = day_field(_("Next date"))
    due_on = day_field(_("To be solved by"))


class Progress(StepForm):
    text = forms.CharField(label=_("How far it is"), max_length=1000, widget=SHORT)
    next_on = day_field(_("Next date"), required=False)


FORMS: Mapping[Step, type[StepForm]] = {
    Step.ENTER_HARD: Enter,
    Step.NOTE_HARD: Progress,
    Step.STRIKE_HARD: REASON,
}
