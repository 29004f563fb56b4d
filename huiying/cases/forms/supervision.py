"""The rungs of the ladder, and the consent to a step on a supervised case."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step, SupervisionCause
from huiying.cases.forms.fields import SHORT, StepForm, one_text
from huiying.cases.permissions.doors.supervision import NEEDS_CONSENT


class Remind(StepForm):
    cause = forms.ChoiceField(label=_("Cause"), choices=SupervisionCause.choices)
    text = forms.CharField(
        label=_("What the unit should do"),
        max_length=500,
        widget=SHORT,
        required=False,
        help_text=_("The unit reads this."),
    )

    def inputs(self) -> dict[str, Any]:
        return {**self.cleaned_data, "cause": SupervisionCause(self.cleaned_data["cause"])}


class ConsentTo(StepForm):
    step = forms.ChoiceField(
        label=_("Consent to"),
        choices=[(each.value, each.label) for each in Step if each in NEEDS_CONSENT],
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=SHORT)

    def inputs(self) -> dict[str, Any]:
        return {**self.cleaned_data, "step": Step(self.cleaned_data["step"])}


_WORDS = one_text("text", _("What the unit should do, and by when"), _("The unit reads this."))
FORMS: Mapping[Step, type[StepForm]] = {
    Step.REMIND: Remind,
    Step.LETTER: _WORDS,
    Step.LIST_CASE: _WORDS,
    Step.TALK: one_text("text", _("What is to be talked about, where and when")),
    Step.LIFT: one_text("text", _("Why the cause is gone")),
    Step.CONSENT: ConsentTo,
}
