"""Asking the requester, and taking the question back."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import SHORT, StepForm, WithText
from huiying.cases.models import Request


class AskQuestion(StepForm):
    text = forms.CharField(
        label=_("Your question"),
        max_length=1000,
        widget=SHORT,
        help_text=_("The requester reads this. Ask for one thing, in plain words."),
    )
    request = forms.CharField(
        label=_("Number of the request"),
        required=False,
        max_length=20,
        help_text=_("Only where several people asked; otherwise leave it empty."),
    )

    def clean_request(self) -> Request | None:
        typed = self.cleaned_data["request"].strip()
        if not typed:
            return None
        found = Request.objects.filter(receipt_no=typed).first()
        if found is None:
            raise forms.ValidationError(_("No request has this number."))
        return found


FORMS: Mapping[Step, type[StepForm]] = {
    Step.ASK_QUESTION: AskQuestion,
    Step.LAPSE_QUESTION: WithText,
}
