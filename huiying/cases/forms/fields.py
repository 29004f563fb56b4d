"""Fields and forms that the rooms share: picking a unit or place, one text, nothing at all."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.rules.texts import blanks
from huiying.design.presenters import listed
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
        typed = "" if isinstance(value, bool) else str(value).replace("\0", "")
        key = as_id(typed) if len(typed) < CODE_LENGTH else None
        if key is None:
            found = self.current.filter(code=typed[:MOST_CODE]).order_by("-pk")
            key = found.values_list("pk", flat=True).first()
        if key is None:
            message, values = self.error_messages["invalid_choice"], {"value": typed[:MOST_CODE]}
            raise forms.ValidationError(message, code="invalid_choice", params=values)
        return super().to_python(key)


class PickMany(Pick):
    """The ids of every box or picker of this name; programs may send a list."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        sent = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        flat = [one for each in sent for one in (each if isinstance(each, list) else [each])]
        return [one for one in flat if one not in (None, "")]


class UnitsField(PickField):
    """Several units, each by id or code; cleaned to a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Unit, **kwargs)
        self.widget = PickMany("unit")

    def to_python(self, value: Any) -> Any:
        given = value if isinstance(value, list) else [value] if value else []
        return [super(UnitsField, self).to_python(one) for one in given]

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def prepare_value(self, value: Any) -> Any:
        """A picker shows one unit; the first of several."""
        one = (value[0] if value else None) if isinstance(value, list) else value
        return super().prepare_value(one)


def numbered(data: Mapping[str, Any], name: str) -> dict[int, str]:
    """What was sent under `name_17`: number → value. Forms with as many fields as a case has parts."""
    found = {}
    for key, value in data.items():
        number = as_id(key.removeprefix(f"{name}_")) if key.startswith(f"{name}_") else None
        if number is not None and value not in (None, "", False):
            found[number] = str(value)
    return found


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


class Written(StepForm):
    """A text for the requester that may have begun as a prepared one; its blanks must be filled."""

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if left := blanks(text):
            raise forms.ValidationError(
                _("Something still has to be filled in: %(blanks)s"),
                params={"blanks": listed(dict.fromkeys(left))},
            )
        return text


def one_text(name: str, label: Any, help_text: Any = "", longest: int = 500) -> type[StepForm]:
    """A form of one text field, in a line."""
    field = forms.CharField(label=label, help_text=help_text, max_length=longest, widget=SHORT)
    return type("OneText", (StepForm,), {name: field})


class WithRedo(StepForm):
    """Forms beside which the co-units stand as boxes: `redo_17=on` has the co-unit with that
    assignment do its part again with the lead."""

    def inputs(self) -> dict[str, Any]:
        return {**super().inputs(), "redo": list(numbered(self.data, self.add_prefix("redo")))}


def again(form: type[StepForm]) -> type[StepForm]:
    """The form of a step after which the lead, and the co-units that are named, do it again."""
    return type(f"{form.__name__}Again", (WithRedo, form), {})


DECISION = one_text("decision", _("Decision and its reason"), _("The unit reads this."))
REASON = one_text("reason", _("Reason"))
TO_REQUESTER = _("The requester reads this.")
