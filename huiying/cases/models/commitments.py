"""What a unit publicly promises about its service (承诺)."""

from django.db import models

from huiying.organisations.models import Unit


class Commitment(models.Model):
    """One promise in a sentence, with the days on which it holds."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_by_id = models.BigIntegerField()

    class Meta:
        db_table = "commitments"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text
