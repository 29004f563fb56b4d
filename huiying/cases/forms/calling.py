"""What the requester says, or that they were not reached."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.actions import judgement_from
from huiying.cases.choices import (
    Discontent,
    Disposal,
    Grade,
    RatingMode,
    Solved,
    Step,
    TryResult,
)
from huiying.cases.forms.fields import SHORT, TO_REQUESTER, Plain, StepForm, again, one_text

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
    reasons = forms.MultipleChoiceField(
        label=_("What the person is not content with"),
        choices=Discontent.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Read the list out; tick only what the person names."),
    )
    comment = forms.CharField(
        label=_("In the person's own words"), required=False, max_length=1000, widget=SHORT
    )
    may_contact = forms.BooleanField(
        label=_("The unit may contact the person about this answer"), required=False
    )
    mode = forms.ChoiceField(
        label=_("How the person was asked"),
        choices=[(one.value, one.label) for one in (RatingMode.CALL, RatingMode.PERSON)],
        initial=RatingMode.CALL,
        required=False,
        widget=forms.RadioSelect,
    )

    def inputs(self) -> dict[str, Any]:
        data = self.cleaned_data
        judgement = judgement_from(data)
        return {"judgement": judgement, "mode": RatingMode(data["mode"] or RatingMode.CALL)}


class NotReached(StepForm):
    result = forms.ChoiceField(
        label=_("What came of it"),
        choices=[(one.value, one.label) for one in TryResult if one not in ENDS_A_CALLBACK],
        widget=forms.RadioSelect,
    )
    call_after = forms.DateTimeField(
        label=_("When to call again"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Only where the person named a time."),
    )


class Propose(StepForm):
    disposal = forms.ChoiceField(
        label=_("What should be done"), choices=Disposal.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Why"), max_length=500, widget=SHORT, help_text=_("The reviewer reads this.")
    )


FORMS: Mapping[Step, type[StepForm]] = {
    Step.REWORK: again(
        one_text(
            "reason", _("What is to be done again"), _("The unit and the requester read this.")
        )
    ),
    Step.HAND_OVER: one_text("reason", _("Why another unit is in charge"), TO_REQUESTER),
}
CALLBACK_FORMS: Mapping[Step, type[StepForm]] = {
    Step.CALLBACK_ANSWER: Answered,
    Step.CALLBACK_TRY: NotReached,
    Step.CALLBACK_DECLINE: Plain,
    Step.PROPOSE_DISPOSAL: Propose,
    Step.DISPOSE: one_text("text", _("Why it was handled reasonably"), TO_REQUESTER),
}
