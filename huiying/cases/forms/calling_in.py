"""Another lead, the panel, departments called, the level above, a consultation, an outside opinion."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.cases.choices import EscalationOutcome, Grade, Step
from huiying.cases.forms.co_units import AddCoUnit, WithCoUnits
from huiying.cases.forms.fields import (
    LONG,
    REASON,
    SHORT,
    PickField,
    Plain,
    StepForm,
    one_text,
)
from huiying.organisations.models import Unit

MOST_HOURS = 72


class NewLead(WithCoUnits):
    lead_unit = PickField(Unit, label=_("New lead unit"))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=SHORT, help_text=_("Both units read this.")
    )
    keep_old = forms.BooleanField(label=_("The old lead unit stays as co-unit"), required=False)
    field_order = ("lead_unit", "keep_old", "reason", "co_units", "co_units_2", "co_units_3")


class PanelViewForm(StepForm):
    unit = PickField(Unit, label=_("Whose duty it is"))
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=SHORT)


class Designate(StepForm):
    unit = PickField(Unit, label=_("Designated unit"))
    decision = forms.CharField(
        label=_("Decision and its reason"),
        max_length=500,
        widget=SHORT,
        help_text=_("The units read this. The designated unit cannot return the case."),
    )


class Whistle(AddCoUnit):
    hours = forms.IntegerField(
        label=_("Hours to come"),
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        help_text=_(
            "Office hours, in emergencies hours by the clock. Empty: as the deadlines say."
        ),
    )
    field_order = ("co_units", "co_units_2", "co_units_3", "reason", "hours")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["co_units"].label = _("Department to call")
        self.fields["co_units_2"].label = _("Another department")
        self.fields["co_units_3"].label = _("A third department")

    def inputs(self) -> dict[str, Any]:
        return {**super().inputs(), "hours": self.cleaned_data["hours"]}


class Consult(AddCoUnit):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["co_units"].label = _("Invited unit")
        self.fields["co_units_2"].label = _("Another invited unit")
        self.fields["co_units_3"].label = _("A third invited unit")
        self.fields["reason"].label = _("Why it is to be discussed")


class ConcludeConsult(WithCoUnits):
    minutes = forms.CharField(
        label=pgettext_lazy("consultation", "Minutes"), max_length=5000, widget=LONG
    )
    decision = forms.CharField(label=_("Decision and its reason"), max_length=500, widget=SHORT)
    lead_unit = PickField(Unit, label=_("Lead unit"))
    field_order = ("minutes", "decision", "lead_unit", "co_units", "co_units_2", "co_units_3")


class ConcludeEscalation(StepForm):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            (one.value, one.label)
            for one in (EscalationOutcome.DIRECTED, EscalationOutcome.SENT_BACK)
        ],
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(
        label=_("Decision and its reason"),
        max_length=500,
        widget=SHORT,
        help_text=_("The unit reads this."),
    )


class AskOpinion(StepForm):
    body = forms.CharField(label=_("Who is asked"), max_length=100)
    phone = forms.CharField(
        label=_("Mobile number for the link"),
        required=False,
        max_length=30,
        help_text=_("Without one, pass the link on yourself; it stands on the case."),
    )
    extract = forms.CharField(
        label=_("What they need to know"),
        max_length=2000,
        widget=LONG,
        help_text=_("Never who asked, nor where they live. This is all they see of the case."),
    )
    question = forms.CharField(label=_("Question"), max_length=500, widget=SHORT)


def _graded(name: str, label: Any, required: bool) -> dict[str, forms.Field]:
    return {
        name: forms.CharField(label=label, required=required, max_length=500, widget=SHORT),
        "grade": forms.ChoiceField(
            label=_("How well did you work together?"),
            choices=Grade.choices,
            widget=forms.RadioSelect,
        ),
    }


ConcludeWhistle = type(
    "ConcludeWhistle", (StepForm,), _graded("result", _("What came of it"), True)
)
AssessCaller = type("AssessCaller", (StepForm,), _graded("text", _("Comment"), False))

FORMS: Mapping[Step, type[StepForm]] = {
    Step.REPLACE_LEAD: NewLead,
    Step.TAKE_OVER: NewLead,
    Step.DISPUTE_RETURN: one_text(
        "reason", _("Why the refusal is wrong"), _("The panel reads this.")
    ),
    Step.GIVE_PANEL_VIEW: PanelViewForm,
    Step.DESIGNATE: Designate,
    Step.WHISTLE: Whistle,
    Step.ESCALATE: REASON,
    Step.CONCLUDE_ESCALATION: ConcludeEscalation,
    Step.CONSULT: Consult,
    Step.GIVE_VIEW: one_text("text", _("Your unit's view"), longest=2000),
    Step.CONCLUDE_CONSULT: ConcludeConsult,
    Step.ASK_OPINION: AskOpinion,
}
PART_FORMS: Mapping[Step, type[StepForm]] = {
    Step.CO_DISPUTE_RETURN: FORMS[Step.DISPUTE_RETURN],
    Step.CO_PANEL_VIEW: PanelViewForm,
    Step.CO_DESIGNATE: Designate,
}
CALL_FORMS: Mapping[Step, type[StepForm]] = {
    Step.ARRIVE: one_text(
        "measure", _("Who came, or by what measure you help"), _("The township reads this.")
    ),
    Step.CONCLUDE_WHISTLE: ConcludeWhistle,
    Step.ASSESS_CALLER: AssessCaller,
}
OPINION_FORMS: Mapping[Step, type[StepForm]] = {Step.LAPSE_OPINION: Plain}
