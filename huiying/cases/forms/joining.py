"""One matter, many voices: which case a request joins, which cases are one, which part is another."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.actions.merging import EARLIER, OTHER, THIS
from huiying.cases.choices import Priority, Step
from huiying.cases.forms.fields import LONG, REASON, SHORT, PickField, StepForm
from huiying.cases.models import Category
from huiying.organisations.models import Area

CASE_NUMBER = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
BACK, STAY = "back", "stay"


def case_number(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=40, widget=forms.TextInput(attrs=CASE_NUMBER))


class Attach(StepForm):
    case_no = case_number(_("Number of the open case"))
    same_person = forms.BooleanField(
        label=_("The same person asks again"),
        required=False,
        help_text=_("Tick it if you know so; a telephone number that is the same is seen anyway."),
    )
    text = forms.CharField(
        label=_("What is new in it, for the unit"),
        required=False,
        max_length=500,
        widget=SHORT,
        help_text=_("Only staff read this."),
    )


class TellResult(StepForm):
    case_no = case_number(_("Number of the decided case"))
    same_person = forms.BooleanField(
        label=_("The same person asks again"),
        required=False,
        help_text=_("Tick it if you know so; a telephone number that is the same is seen anyway."),
    )
    nothing_new = forms.BooleanField(
        label=_("Nothing new is said"),
        help_text=_("New facts make a new case. Read both texts before you tick this."),
    )
    text = forms.CharField(
        label=_("The result, told again"),
        max_length=5000,
        widget=LONG,
        help_text=_("The requester reads this."),
    )

    def inputs(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        del data["nothing_new"]
        return data


class Merge(StepForm):
    other_no = case_number(_("Number of the other case"))
    survivor = forms.ChoiceField(
        label=_("Which one goes on?"),
        choices=[
            (EARLIER, _("The one accepted earlier")),
            (THIS, _("This one")),
            (OTHER, _("The other one")),
        ],
        initial=EARLIER,
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why they are the same matter"),
        required=False,
        max_length=500,
        widget=SHORT,
        help_text=_("Only staff read this."),
    )

    def clean_survivor(self) -> str:
        return self.cleaned_data["survivor"] or EARLIER


class Unmerge(StepForm):
    """`voices` are the numbers of the requests that moved; of each it is said where it belongs.

    Programs send the lists `back` and `stay` instead.
    """

    voices = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why they are two matters"), max_length=500, widget=SHORT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = self.data.get(self.add_prefix("voices")) if self.is_bound else None
        self.numbers = str(told or self.initial.get("voices", "")).split()
        for number in self.numbers:
            self.fields[f"voice-{number}"] = forms.ChoiceField(
                label=_("Request %(number)s") % {"number": number},
                choices=[(BACK, _("Goes back to this case")), (STAY, _("Stays with the other"))],
                widget=forms.RadioSelect,
            )

    def inputs(self) -> dict[str, Any]:
        data = self.cleaned_data
        said = {number: data[f"voice-{number}"] for number in self.numbers}
        lists = {
            where: [number for number, chosen in said.items() if chosen == where]
            or _listed(self.data, where)
            for where in (BACK, STAY)
        }
        return {"reason": data["reason"], **lists}


def _listed(data: Any, name: str) -> list[str]:
    """Numbers as a program sends them: one list, or the name several times."""
    sent = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or []]
    flat = (each if isinstance(each, list | tuple) else [each] for each in sent)
    return [str(number) for numbers in flat for number in numbers if number]


class Part(StepForm):
    """A part of a case, as its unit will read it."""

    title = forms.CharField(label=_("Title for the unit"), max_length=100)
    text = forms.CharField(
        label=_("What this part is about"),
        max_length=5000,
        widget=LONG,
        help_text=_("No names or numbers of the requester."),
    )
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    area = PickField(Area, label=_("Place"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaves = Category.objects.filter(is_active=True)
        self.fields["category"].queryset = leaves  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        return {**self.cleaned_data, "priority": Priority(self.cleaned_data["priority"])}


FORMS: Mapping[Step, type[StepForm]] = {
    Step.MERGE: Merge,
    Step.UNMERGE: Unmerge,
    Step.SPLIT: Part,
    Step.CHILD_REWORK: REASON,
}
REQUEST_FORMS: Mapping[Step, type[StepForm]] = {Step.ATTACH: Attach, Step.TELL_RESULT: TellResult}
