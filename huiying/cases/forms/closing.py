"""After the closing: checks, objections, taking up again."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import REASON, TO_REQUESTER, StepForm, again, one_text

JUDGEMENT = one_text("decision", _("Decision and its reason"), TO_REQUESTER)
FORMS: Mapping[Step, type[StepForm]] = {
    Step.TAKE_UP_AGAIN: REASON,
    Step.KEEP_OPEN: REASON,
    Step.SPOT_CHECK: again(one_text("finding", _("What the check found"))),
    Step.UPHOLD: again(JUDGEMENT),
    Step.UPHOLD_TERMINATED: JUDGEMENT,
    Step.UPHOLD_PUBLIC: JUDGEMENT,
    Step.DISMISS: JUDGEMENT,
    Step.REOPEN_ELSEWHERE: one_text("reason", _("Why it is reopened"), TO_REQUESTER),
    Step.REOPEN_ARCHIVED: one_text(
        "reason", _("New facts, or what shows the closing false"), TO_REQUESTER
    ),
    Step.REOPEN_ARCHIVED_ELSEWHERE: one_text(
        "reason", _("New facts, or what shows the closing false"), TO_REQUESTER
    ),
    Step.CHILD_REWORK: one_text("reason", _("What is to be done again"), _("The unit reads this.")),
}
REQUEST_FORMS: Mapping[Step, type[StepForm]] = {
    Step.UPHOLD_REFUSED: JUDGEMENT,
    Step.DISMISS_REFUSED: JUDGEMENT,
    Step.RECORD_WITHDRAWAL: one_text(
        "text",
        _("How and when the person said so"),
        _("The person gets a message and can undo it."),
    ),
}
