"""A reply is judged before the requester reads it."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import StepForm, WithText, again, numbered, one_text


class Release(WithText):
    """Beside it each co-unit has a field for its share of the credit: `share_17=0.3`."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        given = numbered(self.data, self.add_prefix("share"))
        data["shares"] = {pk: _share(value) for pk, value in given.items()}
        return data


def _share(value: str) -> Decimal:
    """A share to two places, as it is kept."""
    try:
        share = Decimal(value)
    except InvalidOperation:
        share = Decimal("NaN")
    if not share.is_finite() or share != round(share, 2):
        raise forms.ValidationError(_("A share is a number such as 0.3."))
    return share


FORMS: Mapping[Step, type[StepForm]] = {
    Step.RELEASE: Release,
    Step.CLOSE_UNCALLED: WithText,
    Step.SEND_BACK: again(one_text("defects", _("What is missing"), _("The unit reads this."))),
    Step.FIND_NOT_DONE: again(one_text("finding", _("What was found"), _("The unit reads this."))),
}
