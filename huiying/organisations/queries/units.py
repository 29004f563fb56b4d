"""Units and the people who answer for them."""

from datetime import date

from huiying.organisations.choices import Title
from huiying.organisations.models import Post, Unit
from huiying.organisations.models.validity import as_of


def head_of(unit: Unit, on: date) -> Post | None:
    """The named head of a unit on a date."""
    return Post.objects.filter(as_of(on), unit=unit, title=Title.HEAD).first()
