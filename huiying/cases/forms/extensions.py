"""Asking for more time, and deciding on it."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import DECISION, SHORT, Plain, StepForm, one_text
from huiying.cases.rules.extensions import MOST_WITH_COUNTY


class AskExtension(StepForm):
    days = forms.IntegerField(
        label=_("Working days more"),
        min_value=1,
        max_value=MOST_WITH_COUNTY,
        help_text=_("Counted from the present last day. Beyond ten in all the county must agree."),
    )
    reason = forms.CharField(
        label=_("Why the time is not enough"),
        max_length=500,
        widget=SHORT,
        help_text=_("Say what was done and what still has to be done. Whoever decides reads this."),
    )


FORMS: Mapping[Step, type[StepForm]] = {
    Step.ASK_EXTENSION: AskExtension,
    Step.GRANT_EXTENSION: one_text(
        "decision",
        _("Reason, in plain words"),
        _("The requester reads this together with the new date."),
    ),
    Step.REFUSE_EXTENSION: DECISION,
    Step.CONSENT_EXTENSION: one_text("note", _("Reason of the consent")),
    Step.DROP_EXTENSION: Plain,
}
