"""What the requester says, or that they were not reached."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.actions import Judgement
from huiying.cases.choices import Grade, Solved, Step, TryResult
from huiying.cases.forms.fields import SHORT, TO_REQUESTER, Plain, StepForm, one_text

ENDS_A_CALLBACK = (TryResult.REACHED, TryResult.REFUSED)
"""Who answers, or does not want to be asked, has been reached; those are other steps."""


class Answered(StepForm):
    solved = forms.ChoiceField(
        label=_("Was it solved?"), choices=Solved.choices, widget=forms.RadioSelect
    )
    result = forms.ChoiceField(
        label=_("Satisfied with the result?"), choices=Grade.choices, widget=forms.RadioSelect
    )
    manner = forms.ChoiceField(
        label=_("Satisfied with how you were treated?"),
        choices=Grade.choices,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("In the person's own words"), required=False, max_length=1000, widget=SHORT
    )

    def inputs(self) -> dict[str, Any]:
        data = self.cleaned_data
        judgement = Judgement(
            Solved(data["solved"]), Grade(data["result"]), Grade(data["manner"]), data["comment"]
        )
        return {"judgement": judgement}


class NotReached(StepForm):
    result = forms.ChoiceField(
        label=_("What came of it"),
        choices=[(one.value, one.label) for one in TryResult if one not in ENDS_A_CALLBACK],
        widget=forms.RadioSelect,
    )


FORMS: Mapping[Step, type[StepForm]] = {
    Step.REWORK: one_text(
        "reason", _("What is to be done again"), _("The unit and the requester read this.")
    ),
}
CALLBACK_FORMS: Mapping[Step, type[StepForm]] = {
    Step.CALLBACK_ANSWER: Answered,
    Step.CALLBACK_TRY: NotReached,
    Step.CALLBACK_DECLINE: Plain,
    Step.DISPOSE: one_text("text", _("Why it was handled reasonably"), TO_REQUESTER),
}
