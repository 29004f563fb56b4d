"""Co-units: chosen with the lead or later, working beside it, reporting to it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import (
    DECISION,
    LONG,
    REASON,
    SHORT,
    PickField,
    Plain,
    StepForm,
    UnitsField,
    WithText,
    one_text,
)
from huiying.organisations.models import Unit


class WithCoUnits(StepForm):
    """Up to three co-units on a page; programs give as many as they like in `co_units`."""

    co_units = UnitsField(label=_("Co-unit"), required=False)
    co_units_2 = PickField(Unit, label=_("Another co-unit"), required=False)
    co_units_3 = PickField(Unit, label=_("A third co-unit"), required=False)

    def inputs(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        more = [data.pop(name) for name in ("co_units_2", "co_units_3")]
        data["co_units"] = [*data["co_units"], *filter(None, more)]
        return data


class AddCoUnit(WithCoUnits):
    reason = forms.CharField(
        label=_("What they are to do"),
        max_length=500,
        widget=SHORT,
        help_text=_("The units read this."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        names = ("co_units", "co_units_2", "co_units_3")
        if not self.errors and not any(data.get(name) for name in names):
            self.add_error("co_units", _("Please choose one from the search results."))
        return data

    def inputs(self) -> dict[str, Any]:
        data = super().inputs()
        return {"units": data["co_units"], "reason": data["reason"]}


class CoAskReturn(StepForm):
    reason = forms.CharField(label=_("Why it is not your duty"), max_length=500, widget=SHORT)
    legal_basis = forms.CharField(
        label=_("Law or list of duties that says so"), max_length=500, widget=SHORT
    )
    proposed_unit = PickField(Unit, label=_("Whose duty it is"))


class Report(StepForm):
    text = forms.CharField(
        label=_("Report to the lead unit"),
        max_length=5000,
        widget=LONG,
        help_text=_(
            "What you found, what you did, what is still missing. The lead unit reads this."
        ),
    )


FORMS: Mapping[Step, type[StepForm]] = {Step.ADD_CO_UNIT: AddCoUnit}
PART_FORMS: Mapping[Step, type[StepForm]] = {
    Step.CO_SIGN: WithText,
    Step.REPORT: Report,
    Step.ACCEPT_REPORT: WithText,
    Step.SEND_REPORT_BACK: one_text("defects", _("What is missing"), _("The co-unit reads this.")),
    Step.CO_ASK_RETURN: CoAskReturn,
    Step.CO_AGREE_RETURN: DECISION,
    Step.CO_REFUSE_RETURN: DECISION,
    Step.CO_DROP_RETURN: Plain,
    Step.RECALL: REASON,
}
