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


FORMS: Mapping[Step, type[StepForm]] = {
    Step.DRAFT_PUBLIC: DraftPublic,
    Step.PUBLISH: Plain,
    Step.UNPUBLISH: one_text("why", _("Why it is taken down"), longest=300),
}
