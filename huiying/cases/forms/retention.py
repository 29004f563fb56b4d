"""How long requests of each kind are kept, in months."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Kind
from huiying.cases.models import RetentionRule
from huiying.cases.rules.retention import LONGEST, SHORTEST, Period


class RetentionForm(forms.Form):
    """Two fields a kind."""

    def __init__(self, *args: Any, rules: Mapping[Kind, RetentionRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, rule in rules.items():
            self.fields[f"{kind}_person"] = self._months(kind, _("person"), rule.anonymise_after)
            self.fields[f"{kind}_words"] = self._months(kind, _("words"), rule.delete_after)

    @staticmethod
    def _months(kind: Kind, what: Any, first: int) -> forms.IntegerField:
        field = forms.IntegerField(min_value=SHORTEST, max_value=LONGEST, initial=first)
        field.label = f"{kind.label} · {what}"
        field.widget.attrs["aria-label"] = field.label
        return field

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for kind in Kind:
            person, words = data.get(f"{kind}_person"), data.get(f"{kind}_words")
            if person is not None and words is not None and words < person:
                self.add_error(
                    f"{kind}_words", _("The words cannot go before the person is taken out.")
                )
        return data

    @property
    def rows(self) -> list[tuple[str, Any, Any]]:
        """(kind, bound field of the person, bound field of the words)."""
        return [
            (str(kind.label), self[f"{kind}_person"], self[f"{kind}_words"])
            for kind in Kind
            if f"{kind}_person" in self.fields
        ]

    def periods(self) -> dict[Kind, Period]:
        data = self.cleaned_data
        return {
            kind: Period(data[f"{kind}_person"], data[f"{kind}_words"])
            for kind in Kind
            if f"{kind}_person" in data
        }
