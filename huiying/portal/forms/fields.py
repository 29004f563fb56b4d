"""Fields that speak plainly and lose nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

TOO_LONG = _(
    "This is %(show_value)d characters long; at most %(limit_value)d fit. Please shorten it."
)


class Words(forms.CharField):
    """Text with line ends as one character, so that counting agrees with what the page shows."""

    def __init__(self, **kwargs: Any) -> None:
        given = kwargs.pop("error_messages", {})
        rows = kwargs.pop("rows", 0)
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(error_messages={"max_length": TOO_LONG, **given}, **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.Field):
    """Several files; they are kept, and judged, before the form is looked at."""

    widget = ManyFiles

    def clean(self, value: Any) -> None:
        return None
