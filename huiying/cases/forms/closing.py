"""After the closing: checks, objections, taking up again."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import REASON, TO_REQUESTER, StepForm, one_text

FORMS: Mapping[Step, type[StepForm]] = {
    Step.TAKE_UP_AGAIN: REASON,
    Step.SPOT_CHECK: one_text("finding", _("What the check found")),
    Step.UPHOLD: one_text("decision", _("Decision and its reason"), TO_REQUESTER),
    Step.DISMISS: one_text("decision", _("Decision and its reason"), TO_REQUESTER),
}
