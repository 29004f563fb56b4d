"""What the public may read of a closed case."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import LONG, Plain, StepForm, one_text


class DraftPublic(StepForm):
    title = forms.CharField(label=_("Title"), max_length=100)
    text = forms.CharField(
        label=_("The request, retold"),
        max_length=5000,
        widget=LONG,
        help_text=_("No names, telephone numbers, house numbers or plates."),
    )
    reply = forms.CharField(label=_("The reply"), max_length=5000, widget=LONG)


class RedactPublic(DraftPublic):
    """The same fields, filled with what is public now."""

    why = forms.CharField(label=_("What was masked or corrected, and why"), max_length=300)


FORMS: Mapping[Step, type[StepForm]] = {
    Step.DRAFT_PUBLIC: DraftPublic,
    Step.PUBLISH: Plain,
    Step.REDACT_PUBLIC: RedactPublic,
    Step.UNPUBLISH: one_text("why", _("Why it is taken down"), longest=300),
}
