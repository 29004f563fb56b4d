"""The words of the categories of one branch."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Category
from huiying.cases.rules.keywords import MOST


def words_form(rows: Iterable[Category]) -> type[forms.Form]:
    """A form with a field for every category, named by its code."""
    fields: dict[str, Any] = {
        f"c{row.code}": forms.CharField(
            label=row.name,
            initial=row.words,
            required=False,
            max_length=MOST,
            help_text=_("Words with spaces between.") if len(row.code) == len("00") else "",
        )
        for row in rows
    }
    return type("WordsForm", (forms.Form,), fields)


def words_of(form: forms.Form) -> dict[str, str]:
    """Category code → what was typed."""
    return {name[1:]: str(value) for name, value in form.cleaned_data.items()}
