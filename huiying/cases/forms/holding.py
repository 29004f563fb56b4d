"""Passing work on inside a unit."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import SHORT, Plain, StepForm, WithText
from huiying.people.models import Person


def person_field(label: Any, **more: Any) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """A member of staff, searched for by name."""
    errors = {
        "required": _("Please choose one from the search results."),
        "invalid_choice": _("This is no longer there. Please search again."),
    }
    return forms.ModelChoiceField(
        Person.objects.filter(is_active=True),
        label=label,
        error_messages=errors,
        widget=forms.TextInput(),
        **more,
    )


class GiveTo(StepForm):
    person = person_field(_("Colleague"))
    text = forms.CharField(
        label=_("What they should know"), required=False, max_length=500, widget=SHORT
    )


class HandOver(StepForm):
    to = person_field(
        _("Who takes it over"),
        required=False,
        help_text=_("Leave it empty to give everything back to the units."),
    )
    note = forms.CharField(
        label=_("What they should know"), required=False, max_length=500, widget=SHORT
    )


FORMS: Mapping[Step, type[StepForm]] = {
    Step.TAKE_ON: Plain,
    Step.GIVE_TO: GiveTo,
    Step.LET_GO: WithText,
}
PART_FORMS: Mapping[Step, type[StepForm]] = {
    Step.CO_TAKE_ON: Plain,
    Step.CO_GIVE_TO: GiveTo,
    Step.CO_LET_GO: WithText,
}
