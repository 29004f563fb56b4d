"""What each step asks of the person who takes it. Pages show these forms, the API feeds them JSON."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.cases.actions import Judgement
from huiying.cases.choices import Grade, Kind, Priority, RefusalReason, Solved, Step, TryResult
from huiying.cases.models import Category, Request
from huiying.cases.rules.intake import usual_priority
from huiying.lib.codes import as_id
from huiying.organisations.models import Area, Unit

LONG = forms.Textarea(attrs={"rows": 6})
SHORT = forms.Textarea(attrs={"rows": 3})
CODE_LENGTH = 12
"""Digits of an area code; shorter numbers are ids."""
MOST_CODE = 40
"""Characters that are looked at as a code."""


class Pick(forms.HiddenInput):
    """Shown as a search field (see the picker of organisations); its value is the id picked."""

    def __init__(self, of: str) -> None:
        super().__init__(attrs={"data-pick": of})
        self.of = of


class PickField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """An area or unit, given by its id or its code; never rendered as a list of thousands."""

    def __init__(self, model: type[Area] | type[Unit], **kwargs: Any) -> None:
        of = "unit" if model is Unit else "area"
        kwargs.setdefault(
            "error_messages",
            {
                "required": _("Please choose one from the search results."),
                "invalid_choice": _("Not found: “%(value)s”. Please search again."),
            },
        )
        self.current = model.objects.filter(valid_to__isnull=True)
        super().__init__(queryset=self.current, widget=Pick(of), **kwargs)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, Area | Unit):
            return super().to_python(value)
        typed = "" if isinstance(value, bool) else str(value)
        key = as_id(typed) if len(typed) < CODE_LENGTH else None
        if key is None:
            found = self.current.filter(code=typed[:MOST_CODE]).order_by("-pk")
            key = found.values_list("pk", flat=True).first()
        if key is None:
            message, values = self.error_messages["invalid_choice"], {"value": typed[:MOST_CODE]}
            raise forms.ValidationError(message, code="invalid_choice", params=values)
        return super().to_python(key)


class StepForm(forms.Form):
    """Inputs of one step; `inputs()` are the keyword arguments of its action."""

    def inputs(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class Plain(StepForm):
    """A step that needs nothing but the decision."""


class WithText(StepForm):
    text = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=500,
        widget=SHORT,
        help_text=_("Only staff read this."),
    )


def _one_text(name: str, label: Any, help_text: Any = "", longest: int = 500) -> type[StepForm]:
    field = forms.CharField(label=label, help_text=help_text, max_length=longest, widget=SHORT)
    return type("OneText", (StepForm,), {name: field})


class Dispatch(StepForm):
    lead_unit = PickField(Unit, label=_("Lead unit"))
    instruction = forms.CharField(
        label=_("What the unit should know"), required=False, max_length=500, widget=SHORT
    )


class AskReturn(StepForm):
    reason = forms.CharField(label=_("Why it is not your duty"), max_length=500, widget=SHORT)
    legal_basis = forms.CharField(
        label=_("Law or list of duties that says so"), max_length=500, widget=SHORT
    )
    proposed_unit = PickField(Unit, label=_("Whose duty it is"))


class Contact(StepForm):
    result = forms.ChoiceField(
        label=_("What came of it"), choices=TryResult.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=1000,
        widget=SHORT,
        help_text=_("Only staff read this."),
    )


class Reply(StepForm):
    text = forms.CharField(
        label=_("Reply to the requester"),
        max_length=5000,
        widget=LONG,
        help_text=_("What was found, what was done, by when, on what basis, whom to ask."),
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"), required=False, max_length=500, widget=SHORT
    )


class Accuse(StepForm):
    unit = PickField(Unit, label=_("Unit the case complains about"))


class DraftPublic(StepForm):
    title = forms.CharField(label=_("Title"), max_length=100)
    text = forms.CharField(
        label=_("The request, retold"),
        max_length=5000,
        widget=LONG,
        help_text=_("No names, telephone numbers, house numbers or plates."),
    )
    reply = forms.CharField(label=_("The reply"), max_length=5000, widget=LONG)


class Answered(StepForm):
    solved = forms.ChoiceField(
        label=_("Was it solved?"), choices=Solved.choices, widget=forms.RadioSelect
    )
    result = forms.ChoiceField(
        label=_("Satisfied with the result?"), choices=Grade.choices, widget=forms.RadioSelect
    )
    manner = forms.ChoiceField(
        label=_("Satisfied with how you were treated?"),
        choices=Grade.choices,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("In the person's own words"), required=False, max_length=1000, widget=SHORT
    )

    def inputs(self) -> dict[str, Any]:
        data = self.cleaned_data
        judgement = Judgement(
            Solved(data["solved"]), Grade(data["result"]), Grade(data["manner"]), data["comment"]
        )
        return {"judgement": judgement}


ENDS_A_CALLBACK = (TryResult.REACHED, TryResult.REFUSED)
"""Who answers, or does not want to be asked, has been reached; those are other steps."""


class NotReached(StepForm):
    result = forms.ChoiceField(
        label=_("What came of it"),
        choices=[(one.value, one.label) for one in TryResult if one not in ENDS_A_CALLBACK],
        widget=forms.RadioSelect,
    )


class Refuse(StepForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=RefusalReason.choices)
    route = forms.CharField(
        label=_("The proper channel, in plain words"),
        max_length=1000,
        widget=SHORT,
        help_text=_("The requester reads this. Say where to go and how."),
    )


class Accept(StepForm):
    """The clerk reads the request and says what it is, where it belongs, and how urgent it is."""

    kind = forms.ChoiceField(label=pgettext_lazy("of a request", "Kind"), choices=Kind.choices)
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    area = PickField(Area, label=_("Place"))
    title = forms.CharField(label=_("Title for the units"), max_length=100)
    text = forms.CharField(label=_("Text for the units"), max_length=5000, widget=LONG)
    accused_unit = PickField(
        Unit,
        label=_("Unit the request complains about"),
        required=False,
        help_text=_("It and everything below it will never see this case."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaves = Category.objects.filter(is_active=True)
        self.fields["category"].queryset = leaves  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        accused = data.pop("accused_unit")
        data["kind"], data["priority"] = Kind(data["kind"]), Priority(data["priority"])
        return {**data, "accused_units": [accused] if accused else []}

    @staticmethod
    def first_values(request: Request) -> Mapping[str, Any]:
        """What the form proposes. A confidential original is not copied for the units (I12)."""
        kind = Kind(request.kind)
        secret = request.is_confidential
        return {
            "kind": kind,
            "category": request.category_id,
            "priority": usual_priority(kind, is_urgent=request.is_urgent),
            "area": request.area_id,
            "title": "" if secret else request.title,
            "text": "" if secret else request.text,
            "accused_unit": request.accused_unit_id,
        }


_REASON = _one_text("reason", _("Reason"))
_DECISION = _one_text("decision", _("Decision and its reason"), _("The unit reads this."))
_TO_REQUESTER = _("The requester reads this.")

CASE_FORMS: Mapping[Step, type[StepForm]] = {
    Step.DISPATCH: Dispatch,
    Step.SIGN: WithText,
    Step.ASK_RETURN: AskReturn,
    Step.AGREE_RETURN: _DECISION,
    Step.REFUSE_RETURN: _DECISION,
    Step.DROP_RETURN: Plain,
    Step.TAKE_UP_AGAIN: _REASON,
    Step.ACCUSE: Accuse,
    Step.RECUSE: _REASON,
    Step.CONTACT: Contact,
    Step.NOTE: _one_text("text", _("Note"), _("Only staff read this."), 2000),
    Step.REPLY: Reply,
    Step.RELEASE: WithText,
    Step.CLOSE_UNCALLED: WithText,
    Step.SEND_BACK: _one_text("defects", _("What is missing"), _("The unit reads this.")),
    Step.FIND_NOT_DONE: _one_text("finding", _("What was found"), _("The unit reads this.")),
    Step.REWORK: _one_text(
        "reason", _("What is to be done again"), _("The unit and the requester read this.")
    ),
    Step.SPOT_CHECK: _one_text("finding", _("What the check found")),
    Step.UPHOLD: _one_text("decision", _("Decision and its reason"), _TO_REQUESTER),
    Step.DISMISS: _one_text("decision", _("Decision and its reason"), _TO_REQUESTER),
    Step.DRAFT_PUBLIC: DraftPublic,
    Step.PUBLISH: Plain,
    Step.UNPUBLISH: _one_text("why", _("Why it is taken down"), longest=300),
}
CALLBACK_FORMS: Mapping[Step, type[StepForm]] = {
    Step.CALLBACK_ANSWER: Answered,
    Step.CALLBACK_TRY: NotReached,
    Step.CALLBACK_DECLINE: Plain,
    Step.DISPOSE: _one_text("text", _("Why it was handled reasonably"), _TO_REQUESTER),
}
REQUEST_FORMS: Mapping[Step, type[StepForm]] = {
    Step.ACCEPT: Accept,
    Step.ASK_INFO: _one_text("missing", _("What is missing"), _TO_REQUESTER),
    Step.ANSWER: _one_text("text", _("Answer"), _TO_REQUESTER, 5000),
    Step.REFUSE: Refuse,
}
