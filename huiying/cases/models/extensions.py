"""More time, asked for by the lead unit and decided above it (延期)."""

from django.db import models
from django.db.models import Q

from huiying.cases.choices import ExtensionState
from huiying.cases.models.assignments import Assignment
from huiying.organisations.choices import Level
from huiying.organisations.models.words import CodeField


class Extension(models.Model):
    """`days` are working days after the old last day. While it waits, a breach is held."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="extensions")
    state = CodeField(max_length=10, choices=ExtensionState)
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    level = models.PositiveSmallIntegerField(choices=Level)
    """Who decides sits at this level of areas or above; it rises when nobody decides in time."""
    decide_by = models.DateTimeField()
    """The first limit of the decision; what is later is given back on a refusal."""
    needs_county = models.BooleanField(default=False)
    county_at = models.DateTimeField(null=True, blank=True)
    county_by_id = models.BigIntegerField(null=True, blank=True)
    county_note = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "extensions"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state=ExtensionState.ASKED),
                name="one_open_extension",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} +{self.days} {self.state}"
