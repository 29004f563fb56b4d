"""What somebody says of a service at a counter or online."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.actions import Impression
from huiying.cases.choices import Grade
from huiying.portal.forms.fields import Words

AT_COUNTER = (_("How fast it went"), _("How well they knew their work"), _("How you were treated"))
ONLINE = (
    _("Was the guide right?"),
    _("Was it convenient?"),
    _("Was it easy to use?"),
)


def _grade(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the five.")},
    )


class CounterForm(forms.Form):
    """Nothing is chosen beforehand."""

    overall = _grade(_("All in all"))
    first = _grade("")
    second = _grade("")
    third = _grade("")
    comment = Words(label=_("Anything you want to add"), max_length=1000, rows=4, required=False)

    def __init__(self, *args: Any, is_online: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = ONLINE if is_online else AT_COUNTER
        for name, label in zip(("first", "second", "third"), labels, strict=True):
            self.fields[name].label = label

    def inputs(self) -> dict[str, Any]:
        data = self.cleaned_data
        overall, first, second, third = (
            Grade(data[name]) for name in ("overall", "first", "second", "third")
        )
        return {"impression": Impression(overall, first, second, third, comment=data["comment"])}
