"""A reply is judged before the requester reads it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import StepForm, WithText, one_text

FORMS: Mapping[Step, type[StepForm]] = {
    Step.RELEASE: WithText,
    Step.CLOSE_UNCALLED: WithText,
    Step.SEND_BACK: one_text("defects", _("What is missing"), _("The unit reads this.")),
    Step.FIND_NOT_DONE: one_text("finding", _("What was found"), _("The unit reads this.")),
}
