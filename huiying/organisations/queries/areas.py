"""Areas as of a date."""

from datetime import date

from huiying.organisations.models import Area, Areas


def areas_as_of(on: date) -> Areas:
    """The areas that existed on a date."""
    return Area.objects.as_of(on)
