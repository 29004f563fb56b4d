"""What the clerk decides about a request that has no case yet."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.cases.actions import Matter
from huiying.cases.choices import Kind, Priority, RefusalReason, Step
from huiying.cases.forms.fields import (
    LONG,
    SHORT,
    TO_REQUESTER,
    PickField,
    StepForm,
    Written,
    one_text,
)
from huiying.cases.models import Category, Request
from huiying.cases.rules.intake import usual_priority
from huiying.lib.village_groups import MOST
from huiying.organisations.models import Area, Unit


class Refuse(StepForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=RefusalReason.choices)
    route = forms.CharField(
        label=_("The proper channel, in plain words"),
        max_length=1000,
        widget=SHORT,
        help_text=_("The requester reads this. Say where to go and how."),
    )


class Answer(Written):
    text = forms.CharField(label=_("Answer"), max_length=5000, widget=LONG, help_text=TO_REQUESTER)


MOST_MORE = 3
"""Further matters that the form of acceptance has room for; more are split off afterwards."""


class Accept(StepForm):
    """The clerk reads the request and says what it is, where it belongs, and how urgent it is."""

    kind = forms.ChoiceField(label=pgettext_lazy("of a request", "Kind"), choices=Kind.choices)
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    area = PickField(Area, label=_("Place"))
    group = forms.IntegerField(
        label=_("Group of the village"),
        min_value=0,
        max_value=MOST,
        required=False,
        help_text=_("Its number. Left empty, the words decide; 0 means none."),
    )
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
        for number in range(1, MOST_MORE + 1):
            self._add_matter(number, leaves)

    def _add_matter(self, number: int, leaves: "QuerySet[Category]") -> None:
        """Room for a further matter of the same request; left empty, there is none."""
        more = self.fields
        more[f"more_{number}_title"] = forms.CharField(
            label=_("Further matter %(number)s") % {"number": number},
            max_length=100,
            required=False,
            help_text=_("A part for another unit. The person gets one answer to all."),
        )
        more[f"more_{number}_text"] = forms.CharField(
            label=_("What this part is about"), max_length=5000, required=False, widget=SHORT
        )
        more[f"more_{number}_category"] = forms.ModelChoiceField(
            label=_("Category"), queryset=leaves, required=False
        )

    @property
    def main_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("more_")]

    @property
    def has_matters(self) -> bool:
        return any(bound.value() for bound in self.matter_fields)

    @property
    def matter_fields(self) -> list[Any]:
        """The fields of further matters, for their own fold on the page."""
        return [self[name] for name in self.fields if name.startswith("more_")]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for number in range(1, MOST_MORE + 1):
            names = [f"more_{number}_{each}" for each in ("title", "text", "category")]
            given = [name for name in names if data.get(name)]
            if given and len(given) < len(names):
                for name in set(names) - set(given) - set(self.errors):
                    self.add_error(name, _("A further matter needs title, text and category."))
        return data

    def inputs(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        accused = data.pop("accused_unit")
        data["kind"], data["priority"] = Kind(data["kind"]), Priority(data["priority"])
        parts = []
        for number in range(1, MOST_MORE + 1):
            title, text, category = (
                data.pop(f"more_{number}_{each}") for each in ("title", "text", "category")
            )
            if title:
                parts.append(Matter(title, text, category, data["priority"], data["area"]))
        return {**data, "accused_units": [accused] if accused else [], "parts": parts}

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
            "group": request.group_no,
            "title": "" if secret else request.title,
            "text": "" if secret else "\n".join([request.text, *_answers(request)]),
            "accused_unit": request.accused_unit_id,
        }


def _answers(request: Request) -> list[str]:
    return [f"{each.question} {each.answer}" for each in request.answers.all()]


REQUEST_FORMS: Mapping[Step, type[StepForm]] = {
    Step.ACCEPT: Accept,
    Step.ASK_INFO: one_text("missing", _("What is missing"), TO_REQUESTER),
    Step.ANSWER: Answer,
    Step.REFUSE: Refuse,
}
