"""Proposing a long-term plan, deciding on it, recording what was done of it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import DECISION, REASON, SHORT, TO_REQUESTER, StepForm, one_text
from huiying.cases.rules.plans import MOST_STEPS, Line


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, chosen from the browser's calendar or typed as 2026-10-09."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class WithLines(StepForm):
    """Up to six steps with dates, as pairs of fields; pairs left empty do not count."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_STEPS + 1):
            required = number == 1
            self.fields[f"what_{number}"] = forms.CharField(
                label=_("Step %(number)s: what is done") % {"number": number},
                max_length=300,
                required=required,
            )
            self.fields[f"due_{number}"] = day_field(
                _("Step %(number)s: done by the end of") % {"number": number}, required=required
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for number in range(2, MOST_STEPS + 1):
            if bool(data.get(f"what_{number}")) != bool(data.get(f"due_{number}")):
                self.add_error(
                    f"what_{number}", ValidationError(_("A step needs both its text and its date."))
                )
        return data

    def inputs(self) -> dict[str, Any]:
        data = super().inputs()
        pairs = [
            (data.pop(f"what_{number}"), data.pop(f"due_{number}"))
            for number in range(1, MOST_STEPS + 1)
        ]
        return {**data, "lines": [Line(what, due) for what, due in pairs if what and due]}


class ProposePlan(WithLines):
    cause = forms.CharField(
        label=_("Why it cannot be solved now"),
        max_length=1000,
        widget=SHORT,
        help_text=TO_REQUESTER,
    )
    official = forms.CharField(
        label=_("Official in charge"), max_length=60, help_text=_("Name and post.")
    )
    told = forms.CharField(
        label=_("How and when the requester was told"),
        required=False,
        max_length=300,
        widget=SHORT,
        help_text=_("Without it the county cannot approve, if the requester can be reached."),
    )


class RevisePlan(WithLines):
    reason = forms.CharField(
        label=_("Why the dates move"), max_length=500, widget=SHORT, help_text=TO_REQUESTER
    )


class Approve(StepForm):
    decision = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=500,
        widget=SHORT,
        help_text=_("The unit reads this."),
    )


FORMS: Mapping[Step, type[StepForm]] = {
    Step.PROPOSE_PLAN: ProposePlan,
    Step.APPROVE_PLAN: Approve,
    Step.POSTPONE: Approve,
    Step.REFUSE_PLAN: DECISION,
    Step.RECORD_PLAN_STEP: one_text("note", _("What was done"), TO_REQUESTER),
    Step.REVISE_PLAN: RevisePlan,
    Step.BREAK_PLAN: REASON,
}
