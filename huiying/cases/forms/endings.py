"""Asking for a termination, deciding on it; passing a matter to a legal route and what comes of it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import LegalEnd, LegalKind, Step, StopReason
from huiying.cases.forms.fields import (
    DECISION,
    LONG,
    SHORT,
    TO_REQUESTER,
    Plain,
    StepForm,
    one_text,
)
from huiying.cases.forms.plans import day_field


class AskStop(StepForm):
    reason = forms.ChoiceField(label=_("Statutory reason"), choices=StopReason.choices)
    explanation = forms.CharField(
        label=_("Which facts show it"),
        max_length=1000,
        widget=SHORT,
        help_text=_("Only staff read this."),
    )
    first_try = day_field(
        _("First try on"),
        required=False,
        help_text=_("If the requester refuses to cooperate: two different days."),
    )
    second_try = day_field(_("Second try on"), required=False)
    note = forms.CharField(
        label=_("Draft of the written note"),
        max_length=3000,
        widget=LONG,
        help_text=_("The requester reads this once it is approved."),
    )
    remedy = forms.CharField(
        label=_("Where else the requester can turn"),
        max_length=500,
        widget=SHORT,
        help_text=TO_REQUESTER,
    )

    def inputs(self) -> dict[str, Any]:
        data = super().inputs()
        return {**data, "reason": StopReason(data["reason"])}


class Terminate(StepForm):
    decision = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=500,
        widget=SHORT,
        help_text=_("The unit reads this."),
    )


class ToLegal(StepForm):
    kind = forms.ChoiceField(label=_("Legal route"), choices=LegalKind.choices)
    body = forms.CharField(label=_("Body in charge"), max_length=60)
    proof = forms.CharField(
        label=_("Proof that it belongs there"),
        max_length=500,
        widget=SHORT,
        help_text=_("File number, notice or provision."),
    )
    text = forms.CharField(
        label=_("The route, in plain words"),
        max_length=1000,
        widget=SHORT,
        help_text=TO_REQUESTER,
    )
    routed_on = day_field(
        _("Petition routed on"), required=False, help_text=_("Only for petitions.")
    )

    def inputs(self) -> dict[str, Any]:
        data = super().inputs()
        return {**data, "kind": LegalKind(data["kind"])}


class LegalDone(StepForm):
    end = forms.ChoiceField(label=_("What came of it"), choices=LegalEnd.choices)
    proof = forms.CharField(label=_("Proof"), max_length=500, widget=SHORT, help_text=TO_REQUESTER)

    def inputs(self) -> dict[str, Any]:
        data = super().inputs()
        return {**data, "end": LegalEnd(data["end"])}


FORMS: Mapping[Step, type[StepForm]] = {
    Step.ASK_STOP: AskStop,
    Step.TERMINATE: Terminate,
    Step.REFUSE_STOP: DECISION,
    Step.DROP_STOP: Plain,
    Step.TO_LEGAL: ToLegal,
    Step.CHECK_LEGAL: one_text("text", _("How far it is"), _("Only staff read this.")),
    Step.LEGAL_DONE: LegalDone,
    Step.LEGAL_DECLINED: one_text(
        "proof", _("Proof, or the decision and its reason"), TO_REQUESTER
    ),
}
