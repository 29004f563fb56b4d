"""What the public may read of a closed case."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import LONG, StepForm, one_text
from huiying.cases.rules.details import Masking, masked, read_token

TEXTS = ("title", "text", "reply")


class WithMasks(StepForm):
    """Forms beside which private details stand as boxes: `mask` holds the tokens (`kind:words`) to be
    masked, `seen` those that were shown. Programs may send `mask` alone."""

    masking: Masking | None = None
    """What is known of the texts as they were sent; pages set it."""

    def tokens(self, name: str) -> list[str]:
        data: Any = self.data
        sent = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [token for token in sent if read_token(str(token))]

    def inputs(self) -> dict[str, Any]:
        return {**super().inputs(), "mask": self.tokens("mask")}


class DraftPublic(WithMasks):
    title = forms.CharField(label=_("Title"), max_length=100)
    text = forms.CharField(
        label=_("The request, retold"),
        max_length=5000,
        widget=LONG,
        help_text=_("No names, telephone numbers, house numbers or plates."),
    )
    reply = forms.CharField(label=_("The reply"), max_length=5000, widget=LONG)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        known = self.masking
        if known is None:
            return data
        seen = set(self.tokens("seen")) | set(self.tokens("mask"))
        if not known.is_ready:
            self.add_error(
                None, _("Names are still being looked for in the text. Send it again in a moment.")
            )
        elif any(each.token not in seen for each in known.details):
            self.add_error(
                None, _("Private details were found. Decide about each below, then send it again.")
            )
        return data

    def inputs(self) -> dict[str, Any]:
        data = super().inputs()
        found = self.masking.details if self.masking else ()
        mask = list(dict.fromkeys([*data.pop("mask"), *(d.token for d in found if d.is_number)]))
        for name in TEXTS:
            data[name] = masked(data[name], mask)
        left = [each.token for each in found if each.token not in mask]
        return {**data, "masked": mask, "left": left}


class RedactPublic(DraftPublic):
    """The same fields, filled with what is public now."""

    why = forms.CharField(label=_("What was masked or corrected, and why"), max_length=300)


FORMS: Mapping[Step, type[StepForm]] = {
    Step.DRAFT_PUBLIC: DraftPublic,
    Step.PUBLISH: WithMasks,
    Step.REDACT_PUBLIC: RedactPublic,
    Step.UNPUBLISH: one_text("why", _("Why it is taken down"), longest=300),
}
