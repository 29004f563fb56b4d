"""Entries of the dispatch catalogue: filter, add, change, end, bring in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.actions.catalogue import Duty
from huiying.cases.choices import Priority
from huiying.cases.forms.fields import SHORT, PickField, StepForm
from huiying.cases.forms.filters import Filter
from huiying.cases.forms.units import UnitsField
from huiying.cases.models import Category, DispatchRule
from huiying.cases.rules.catalogue import MOST_DAYS
from huiying.organisations.models import Area, Unit


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Why the catalogue changes"),
        max_length=300,
        help_text=_("For example the number of the document that orders it."),
    )


def _categories() -> forms.ModelChoiceField:  # type: ignore[type-arg] # not generic at run time
    return forms.ModelChoiceField(Category.objects.filter(is_active=True), label=_("Category"))


class RuleFilter(Filter):
    q = forms.CharField(label=_("Category, unit or basis"), required=False, max_length=60)
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True),
        label=_("Category"),
        required=False,
        empty_label=_("All"),
    )
    on = _day(_("As of"), required=False)
    area = PickField(Area, label=_("Place"), required=False)
    unit = PickField(Unit, label=_("Lead unit"), required=False)


class ChangedRule(StepForm):
    """What an entry says; category and place stay."""

    lead_unit = PickField(Unit, label=_("Lead unit"))
    co_units = UnitsField(label=_("Co-units"))
    priority = forms.ChoiceField(
        label=_("Usual priority"),
        required=False,
        choices=[("", _("— as the kind of request says —")), *Priority.choices],
    )
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=500, widget=SHORT)
    on_duty_list = forms.BooleanField(
        label=_("It stands on the unit's own duty list"),
        required=False,
        help_text=_("Only then may a village lead; otherwise it assists."),
    )
    legal_days = forms.IntegerField(
        label=_("Legal limit in working days"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_(
            "For complaints and reports (P5), where a law gives the unit more time than usual."
        ),
    )
    valid_from = _day(_("In force from"))
    why = _why()

    def duty(self, category: Category, area: Area) -> Duty:
        data = self.cleaned_data
        return Duty(
            category=category,
            area=area,
            lead_unit=data["lead_unit"],
            legal_basis=data["legal_basis"],
            co_units=data["co_units"],
            priority=Priority(data["priority"]) if data["priority"] else None,
            on_duty_list=data["on_duty_list"],
            legal_days=data["legal_days"],
        )

    @staticmethod
    def first_values(rule: DispatchRule) -> dict[str, Any]:
        return {
            "lead_unit": rule.lead_unit_id,
            "co_units": list(rule.co_units.all()),
            "priority": rule.priority,
            "legal_basis": rule.legal_basis,
            "on_duty_list": rule.on_duty_list,
            "legal_days": rule.legal_days,
        }


class NewRule(ChangedRule):
    category = _categories()
    area = PickField(Area, label=_("Place"), help_text=_("The entry holds for everything inside."))
    valid_to = _day(_("Ends on"), required=False, help_text=_("The first day without it."))
    field_order = ("category", "area", "lead_unit", "co_units", "priority", "legal_basis")


class EndRule(StepForm):
    on = _day(_("First day without it"))
    why = _why()


class RuleList(StepForm):
    file = forms.FileField(
        label=_("The catalogue as a table"),
        help_text=_("Excel or CSV with the headings of the export."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )
    valid_from = _day(_("In force from"), help_text=_("For rows that give no day of their own."))
    why = _why()
    is_check = forms.BooleanField(
        label=_("Only check, change nothing"), required=False, initial=True
    )
