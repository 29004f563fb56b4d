"""The deadline matrix as one form: an amount and a unit for each cell, a date and a reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import ClockKind, Priority
from huiying.cases.rules.deadlines import Cell
from huiying.lib.workdays import Limit, Unit

UNIT_LABELS = {
    Unit.WD: _("working days"),
    Unit.OH: _("office minutes"),
    Unit.CH: _("minutes by the clock"),
    Unit.DAYS: _("calendar days"),
}
UNIT_CHOICES = [(unit.value, label) for unit, label in UNIT_LABELS.items()]


def name_of(cell: Cell, part: str) -> str:
    priority, clock = cell
    return f"{clock.value}-{priority.value}-{part}"


class MatrixForm(forms.Form):
    valid_from = forms.DateTimeField(
        label=_("In force from"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Clocks that run already keep their limit."),
    )
    note = forms.CharField(
        label=_("Why it changes"),
        max_length=300,
        help_text=_("For example the number of the document that orders it."),
    )

    def __init__(self, data: Any = None, *, limits: Mapping[Cell, Limit], from_: datetime) -> None:
        first: dict[str, Any] = {"valid_from": from_}
        for cell, limit in limits.items():
            first[name_of(cell, "amount")] = limit.amount
            first[name_of(cell, "unit")] = limit.unit.value
        super().__init__(data, initial=first)
        for clock in ClockKind:
            for priority in Priority:
                self._add((priority, clock), limits)

    def _add(self, cell: Cell, limits: Mapping[Cell, Limit]) -> None:
        if cell not in limits:
            return
        label = f"{cell[1].label} {cell[0].value}"
        self.fields[name_of(cell, "amount")] = forms.IntegerField(
            label=label, min_value=1, widget=forms.NumberInput(attrs={"aria-label": label})
        )
        self.fields[name_of(cell, "unit")] = forms.ChoiceField(
            label=label, choices=UNIT_CHOICES, widget=forms.Select(attrs={"aria-label": label})
        )

    def rows(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """(clock, [(amount, unit) by priority]) for the table."""
        return [
            (
                str(clock.label),
                [
                    (
                        self[name_of((priority, clock), "amount")],
                        self[name_of((priority, clock), "unit")],
                    )
                    for priority in Priority
                ],
            )
            for clock in ClockKind
            if name_of((Priority.P1, clock), "amount") in self.fields
        ]

    def limits(self) -> dict[Cell, Limit]:
        data = self.cleaned_data
        return {
            (priority, clock): Limit(
                data[name_of((priority, clock), "amount")],
                Unit(data[name_of((priority, clock), "unit")]),
            )
            for clock in ClockKind
            for priority in Priority
            if name_of((priority, clock), "amount") in data
        }
