"""The unit talks to the requester and answers."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step, TryResult
from huiying.cases.forms.fields import LONG, SHORT, StepForm, Written


class Contact(StepForm):
    result = forms.ChoiceField(
        label=_("What came of it"), choices=TryResult.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=1000,
        widget=SHORT,
        help_text=_("Only staff read this."),
    )


class Reply(Written):
    text = forms.CharField(
        label=_("Reply to the requester"),
        max_length=5000,
        widget=LONG,
        help_text=_("What was found, what was done, by when, on what basis, whom to ask."),
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"), required=False, max_length=500, widget=SHORT
    )
    missing = forms.CharField(
        label=_("What late co-units have not reported"),
        required=False,
        max_length=500,
        widget=SHORT,
        help_text=_("Only where a co-unit's date has passed. It becomes part of the reply."),
    )
    machine_read = forms.BooleanField(
        label=_("I have read the machine-made text and answer for it"),
        required=False,
        help_text=_("Only where it goes out word for word. Whoever changes it need not tick."),
    )


FORMS: Mapping[Step, type[StepForm]] = {
    Step.CONTACT: Contact,
    Step.REPLY: Reply,
}
