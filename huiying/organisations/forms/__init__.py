"""Forms of areas, units, posts, roles and the calendar."""

from typing import Any, TypeVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.organisations.choices import DayKind, Level, Title, UnitKind
from huiying.organisations.models import Area, Unit
from huiying.people.choices import Role
from huiying.people.models import Person

M = TypeVar("M", bound=models.Model)
TOLD = {
    "required": _("Please choose one from the search results."),
    "invalid_choice": _("This is no longer there. Please search again."),
}


FIRST_YEAR, LAST_YEAR = 1949, 2100
"""Between which the days of areas, units, posts and roles lie; others are mistyped."""


class DayField(forms.DateField):
    """A day, entered by the browser's own calendar."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**more)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(
                _("The year %(year)s cannot be right. Please look at it again."),
                params={"year": day.year},
            )
        return day


def _picked(
    rows: "models.QuerySet[M]", label: Any, more: dict[str, Any]
) -> "forms.ModelChoiceField[M]":
    """One of some rows, searched for by a picker."""
    return forms.ModelChoiceField(
        rows, label=label, error_messages=TOLD, widget=forms.TextInput(), **more
    )


def area_field(label: Any, **more: Any) -> "forms.ModelChoiceField[Area]":
    """An open area, searched for by name or code (`{% area_picker %}`)."""
    return _picked(Area.objects.filter(valid_to=None), label, more)


def unit_field(label: Any, **more: Any) -> "forms.ModelChoiceField[Unit]":
    """An open unit, searched for by name or code (`{% unit_picker %}`)."""
    return _picked(Unit.objects.filter(valid_to=None), label, more)


def person_field(label: Any, **more: Any) -> "forms.ModelChoiceField[Person]":
    """A member of staff, searched for by name (`{% person_picker %}`)."""
    return _picked(Person.objects.filter(is_active=True), label, more)


class PickingForm(forms.Form):
    """A form with pickers. While somebody only searches in one, nothing is checked or done."""

    @property
    def is_searching(self) -> bool:
        return "_search" in self.data

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_searching:
            self._errors = forms.utils.ErrorDict()

    def is_valid(self) -> bool:
        return not self.is_searching and super().is_valid()


class NewAreaForm(forms.Form):
    level = forms.TypedChoiceField(
        label=pgettext_lazy("organisation", "Level"), choices=Level.choices, coerce=int
    )
    code = forms.CharField(
        label=_("Area code"), max_length=12, help_text=_("The digits of its own level are enough.")
    )
    name = forms.CharField(label=pgettext_lazy("organisation", "Name"), max_length=60)
    on = DayField(label=_("First day"))


class RenameAreaForm(forms.Form):
    name = forms.CharField(label=_("New name"), max_length=60)
    code = forms.CharField(
        label=_("Area code"),
        max_length=12,
        help_text=_("If it changes, everything below gets new codes too."),
    )
    on = DayField(label=_("First day of the new name"))


class MergeAreaForm(PickingForm):
    other = area_field(_("Merge with"), help_text=_("Of the same level, below the same area."))
    name = forms.CharField(label=_("Name of the merged area"), max_length=60)
    code = forms.CharField(
        label=_("Area code"), max_length=12, help_text=_("That of one of the two, or a new one.")
    )
    on = DayField(label=_("First day of the merged area"))


class SplitAreaForm(forms.Form):
    """Two parts; every area below is given to one of them."""

    first_name = forms.CharField(label=_("Name of the first part"), max_length=60)
    first_code = forms.CharField(label=_("Area code of the first part"), max_length=12)
    second_name = forms.CharField(label=_("Name of the second part"), max_length=60)
    second_code = forms.CharField(label=_("Area code of the second part"), max_length=12)
    to_second = forms.ModelMultipleChoiceField(
        Area.objects.none(),
        label=_("Goes to the second part"),
        help_text=_("What is not ticked goes to the first part."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    on = DayField(label=_("First day of the parts"))

    def __init__(self, *args: Any, area: Area, **more: Any) -> None:
        super().__init__(*args, **more)
        below = self.fields["to_second"]
        assert isinstance(below, forms.ModelMultipleChoiceField)
        below.queryset = Area.objects.filter(parent=area, valid_to=None)


class CloseForm(forms.Form):
    on = DayField(label=_("First day without it"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class UnitForm(PickingForm):
    """What may be corrected without the unit becoming another."""

    area = area_field(_("Stands in"))
    parent = unit_field(_("Upper unit"), required=False)
    phone = forms.CharField(label=_("Public telephone"), max_length=30, required=False)
    commitments = forms.CharField(
        label=_("What the unit promises the public"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One promise a line. People read them on the page of the office."),
    )


class NewUnitForm(UnitForm):
    code = forms.CharField(label=_("Unit code"), max_length=30)
    name = forms.CharField(label=pgettext_lazy("organisation", "Name"), max_length=60)
    kind = forms.ChoiceField(label=pgettext_lazy("organisation", "Kind"), choices=UnitKind.choices)
    on = DayField(label=_("First day"))
    field_order = ("name", "code", "kind", "area", "parent", "phone", "commitments", "on")


class RenameUnitForm(forms.Form):
    name = forms.CharField(label=_("New name"), max_length=60)
    code = forms.CharField(label=_("Unit code"), max_length=30)
    kind = forms.ChoiceField(label=pgettext_lazy("organisation", "Kind"), choices=UnitKind.choices)
    on = DayField(label=_("First day of the new name"))


class MergeUnitForm(PickingForm):
    other = unit_field(_("Merge with"))
    name = forms.CharField(label=_("Name of the merged unit"), max_length=60)
    code = forms.CharField(label=_("Unit code"), max_length=30)
    kind = forms.ChoiceField(label=pgettext_lazy("organisation", "Kind"), choices=UnitKind.choices)
    on = DayField(label=_("First day of the merged unit"))


class SplitUnitForm(forms.Form):
    first_name = forms.CharField(label=_("Name of the first part"), max_length=60)
    first_code = forms.CharField(label=_("Unit code of the first part"), max_length=30)
    second_name = forms.CharField(label=_("Name of the second part"), max_length=60)
    second_code = forms.CharField(label=_("Unit code of the second part"), max_length=30)
    kind = forms.ChoiceField(label=pgettext_lazy("organisation", "Kind"), choices=UnitKind.choices)
    on = DayField(label=_("First day of the parts"))


class AppointForm(PickingForm):
    title = forms.ChoiceField(label=pgettext_lazy("organisation", "Post"), choices=Title.choices)
    name = forms.CharField(label=_("Person's name"), max_length=30)
    duty = forms.CharField(
        label=_("In charge of"), max_length=60, required=False, help_text=_("Of a deputy.")
    )
    person = person_field(_("Account, if there is one"), required=False)
    on = DayField(label=_("First day in the post"))


class RelieveForm(forms.Form):
    on = DayField(label=_("First day without the post"))


class GrantForm(PickingForm):
    person = person_field(pgettext_lazy("organisation", "Person"))
    role = forms.ChoiceField(label=pgettext_lazy("organisation", "Role"), choices=Role.choices)
    area = area_field(_("Area"), help_text=_("The role reaches everything inside."))
    unit = unit_field(
        _("Only in this unit"), required=False, help_text=_("And in the units below it.")
    )
    valid_from = DayField(label=_("First day"))
    valid_to = DayField(
        label=_("Ends on"), required=False, help_text=_("The first day without the role.")
    )


class YearForm(forms.Form):
    """The days of a year, pasted or as a file."""

    notice = forms.CharField(
        label=pgettext_lazy("organisation", "Notice"),
        max_length=200,
        help_text=_("Number or title of the State Council's notice."),
    )
    text = forms.CharField(
        label=_("Days that differ"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("One line each, for example: 2027-02-05~2027-02-11 休, or 2027-02-14 班."),
    )
    file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("Excel or CSV with the same columns.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("text", "").strip() and not cleaned.get("file"):
            self.add_error("text", _("Paste the days or choose a file."))
        return cleaned


class DayForm(forms.Form):
    date = DayField(label=_("Date"))
    kind = forms.ChoiceField(
        label=_("The day is"),
        choices=[("", _("as Monday to Friday says")), *DayKind.choices],
        required=False,
    )
    reason = forms.CharField(label=_("Cause"), max_length=200)


class HoursForm(forms.Form):
    spans = forms.CharField(
        label=_("Office hours"), max_length=100, help_text=_("For example 08:30-12:00 13:30-17:30")
    )
    valid_from = DayField(label=pgettext_lazy("organisation", "From"))


class AreaDayForm(forms.Form):
    date = DayField(label=_("Date"))
    kind = forms.ChoiceField(
        label=_("The day is"),
        choices=[("", _("worked, with other hours")), (DayKind.HOLIDAY, _("lost to a disaster"))],
        required=False,
    )
    spans = forms.CharField(
        label=_("Office hours of that day"),
        max_length=100,
        required=False,
        help_text=_("For example 08:30-12:00"),
    )
    cause = forms.CharField(label=_("Cause"), max_length=200)


class ListForm(forms.Form):
    """A file of areas, units or people."""

    file = forms.FileField(
        label=_("List"),
        help_text=_("Excel (xlsx, xls), ods or CSV, with headings in the first row."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )
