"""Several units in one field, by their names or codes, one a line; works without JavaScript."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.forms.fields import SHORT
from huiying.organisations.models import Unit

MOST_UNITS = 20


class UnitsField(forms.CharField):
    """Reads lines (or words between commas) as units of today; a name must belong to one unit only."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", SHORT)
        kwargs.setdefault("help_text", _("Names or codes of units, one a line."))
        super().__init__(required=False, max_length=2000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "\n".join(unit.code if isinstance(unit, Unit) else str(unit) for unit in value)
        return value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            value = "\n".join(str(each) for each in value)
        words = [
            word.strip() for word in re.split(r"[\0\n\r,，、;；]+", value or "") if word.strip()
        ]
        if len(words) > MOST_UNITS:
            raise forms.ValidationError(_("These are too many units."), code="too_many")
        units: list[Unit] = []
        for word in words:
            unit = _unit(word)
            if unit not in units:
                units.append(unit)
        return units

    def validate(self, value: Any) -> None:
        return None

    def run_validators(self, value: Any) -> None:
        return None


def _unit(word: str) -> Unit:
    current = Unit.objects.filter(valid_to__isnull=True)
    found = list(current.filter(code=word)[:1]) or list(current.filter(name=word)[:2])
    if not found and word.isascii() and word.isdecimal() and len(word) < 12:
        found = list(current.filter(pk=int(word)))
    if not found:
        raise forms.ValidationError(
            _("There is no unit “%(word)s” today."), code="unknown", params={"word": word}
        )
    if len(found) > 1:
        raise forms.ValidationError(
            _("More than one unit is called “%(word)s”. Write its code."),
            code="ambiguous",
            params={"word": word},
        )
    return found[0]
