"""What no warehouse knows: marks, votes and evidence that people enter."""

from django.db import models

from huiying.files.models import Attachment
from huiying.organisations.models import Unit


class Mark(models.Model):
    """The value of one column for one unit and period, as somebody entered it."""

    scheme_key = models.CharField(max_length=60)
    column = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    value = models.CharField(max_length=60)
    voters = models.PositiveIntegerField(default=0)
    """How many voted, where the value is their mean: votes are secret, nobody's own is kept."""
    note = models.CharField(max_length=500, blank=True)
    evidence = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "score_marks"
        constraints = (
            models.UniqueConstraint(
                fields=("scheme_key", "column", "unit", "first", "last"),
                name="score_mark_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.column} {self.unit_id} {self.value}"
