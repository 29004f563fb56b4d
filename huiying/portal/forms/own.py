"""What the holder of a receipt or of a rating link fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.cases.actions import judgement_from
from huiying.cases.choices import Discontent, Grade, Solved, Step
from huiying.cases.choices.asking import ToldBy, ToldWhat
from huiying.portal.forms.fields import Words


class TrackForm(forms.Form):
    number = forms.CharField(
        label=pgettext_lazy("receipt", "Number"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
        error_messages={"required": _("Please type the number on your receipt.")},
    )
    code = forms.CharField(
        label=pgettext_lazy("receipt", "Code"),
        help_text=_("Six digits, on the same receipt"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Please type the code on your receipt.")},
    )


class JudgementForm(forms.Form):
    """Nothing is chosen beforehand: silence is never a grade."""

    solved = forms.ChoiceField(
        label=pgettext_lazy("to the requester", "Was it solved?"),
        choices=[
            (Solved.YES, pgettext_lazy("to the requester", "Yes, solved")),
            (Solved.PARTLY, pgettext_lazy("to the requester", "Partly")),
            (Solved.NO, _("No, not solved")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please tell us whether it was solved.")},
    )
    result = forms.ChoiceField(
        label=_("Are you satisfied with the result?"),
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how satisfied you are with the result.")},
    )
    manner = forms.ChoiceField(
        label=_("Are you satisfied with how you were treated?"),
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose how satisfied you are with how you were treated.")
        },
    )
    reasons = forms.MultipleChoiceField(
        label=_("If you are not content: what is it about?"),
        choices=Discontent.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    comment = Words(label=_("Anything you want to add"), max_length=1000, rows=4, required=False)
    may_contact = forms.BooleanField(
        label=_("The office may contact me about this judgement"), required=False
    )

    def inputs(self) -> dict[str, Any]:
        return {"judgement": judgement_from(self.cleaned_data)}


class SupplyForm(forms.Form):
    text = Words(label=_("The details we asked for"), max_length=2000, rows=5)

    def inputs(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NotAnsweredForm(SupplyForm):
    text = Words(label=_("What is still open?"), max_length=2000, rows=5)


class ObjectForm(SupplyForm):
    text = Words(label=_("Why do you disagree?"), max_length=2000, rows=5)


class AnswerForm(SupplyForm):
    text = Words(label=_("Your answer"), max_length=2000, rows=5)


class PressureForm(SupplyForm):
    text = Words(label=_("What happens to you, and who does it?"), max_length=2000, rows=5)


class MessagesForm(forms.Form):
    """How and about what the requester is told."""

    told_by = forms.ChoiceField(label=_("How shall we tell you?"), choices=ToldBy.choices)
    contact_email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=100,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    told_what = forms.ChoiceField(label=_("What shall we tell you?"), choices=ToldWhat.choices)

    def inputs(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "told_by": ToldBy(data["told_by"]),
            "told_what": ToldWhat(data["told_what"]),
            "contact_email": data["contact_email"],
        }


class ConfirmForm(forms.Form):
    """A step that needs nothing but the decision."""

    def inputs(self) -> dict[str, Any]:
        return {}


STEP_FORMS: dict[Step, type[forms.Form]] = {
    Step.RATE: JudgementForm,
    Step.CHANGE_RATING: JudgementForm,
    Step.SUPPLY: SupplyForm,
    Step.ANSWER_QUESTION: AnswerForm,
    Step.NOT_ANSWERED: NotAnsweredForm,
    Step.OBJECT: ObjectForm,
    Step.OBJECT_PUBLIC: ObjectForm,
    Step.CALLBACK_DECLINE: ConfirmForm,
    Step.URGE: ConfirmForm,
    Step.UNDO_WITHDRAWAL: ConfirmForm,
    Step.WITHDRAW: ConfirmForm,
    Step.GIVE_CONSENT: ConfirmForm,
    Step.TAKE_CONSENT: ConfirmForm,
    Step.ASK_SECRECY: ConfirmForm,
    Step.LIFT_SECRECY: ConfirmForm,
    Step.SET_MESSAGES: MessagesForm,
    Step.REPORT_PRESSURE: PressureForm,
}
