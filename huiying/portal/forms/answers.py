"""The fields of the extra questions that a category asks."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.cases.choices.asking import AnswerKind
from huiying.cases.models import FormQuestion
from huiying.portal.forms.fields import Words

YES_NO = [("是", pgettext_lazy("answer", "Yes")), ("否", pgettext_lazy("answer", "No"))]
"""Answers are kept in Chinese, the language of those who read them."""


def answer_field(question: FormQuestion) -> forms.Field:
    """The field of an extra question."""
    common: dict[str, Any] = {
        "label": question.text,
        "help_text": question.help,
        "required": question.is_required,
        "error_messages": {"required": _("Please answer this question.")},
    }
    if question.kind == AnswerKind.NUMBER:
        return forms.DecimalField(
            min_value=0, max_value=10**9, max_digits=12, decimal_places=2, **common
        )
    if question.kind == AnswerKind.TEXT:
        return Words(max_length=200, **common)
    options: list[tuple[str, Any]] = list(YES_NO)
    if question.kind == AnswerKind.CHOICE:
        options = [(each, each) for each in question.options]
    return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)


def written(answer: Any) -> str:
    """An answer as it is kept. Nought is an answer; a number is written out, never as 1E+6."""
    if isinstance(answer, Decimal):
        return f"{answer:f}"
    return str(answer or "")


def chosen(given: forms.BoundField) -> str:
    """What was answered, in the words that stood beside the choice."""
    value = str(given.value() or "")
    return str(dict(getattr(given.field, "choices", ())).get(value, value))
