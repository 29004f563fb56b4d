"""What a unit publicly promises about its service (承诺)."""

from django.db import models

from huiying.organisations.models.units import Unit
from huiying.organisations.models.validity import Dated, dates_in_order


class Commitment(Dated):
    """One promise, with the days on which it holds."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="commitments")
    text = models.TextField(max_length=2000)
    made_by_id = models.BigIntegerField(null=True, blank=True)
    """The person who made it; none where it came with a list."""

    class Meta:
        db_table = "unit_commitments"
        ordering = ("id",)
        constraints = (dates_in_order("commitment_dates_in_order"),)

    def __str__(self) -> str:
        return self.text
