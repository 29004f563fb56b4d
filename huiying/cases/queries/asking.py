"""The extra questions of a category."""

from huiying.cases.models import FormQuestion

LEVEL = 2
"""Digits of one level of a category code."""


def questions_for(category: str) -> list[FormQuestion]:
    """What is asked for a category: its own questions and those of the categories above it."""
    if not category:
        return []
    above = [category[:length] for length in range(LEVEL, len(category) + 1, LEVEL)]
    return list(FormQuestion.objects.filter(category_id__in=above, is_active=True))
