"""What units promise the public."""

from datetime import date

from django.db.models import QuerySet

from huiying.organisations.models import Commitment, Unit
from huiying.organisations.models.validity import as_of


def commitments_of(unit: Unit, on: date) -> QuerySet[Commitment]:
    """What the unit promises on a day, in the order in which it promised."""
    return Commitment.objects.filter(as_of(on), unit=unit)


def promises_of(unit: Unit, on: date) -> str:
    """The same as a text, one promise a line."""
    return "\n".join(commitments_of(unit, on).values_list("text", flat=True))
