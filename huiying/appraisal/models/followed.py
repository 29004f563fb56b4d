"""What is found in figures, and what follows from results."""

import json
from typing import Any

from django.db import models

from huiying.appraisal.choices.schemes import FindingState, Measure
from huiying.appraisal.models.rankings import Place
from huiying.organisations.models import Unit


class GamingFinding(models.Model):
    """A pattern somebody should look at. It changes no score and never concerns who complained."""

    rule = models.CharField(max_length=30)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    count = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    cases_json = models.TextField(default="[]")
    state = models.CharField(max_length=10, choices=FindingState.choices, default=FindingState.OPEN)
    note = models.TextField(max_length=1000, blank=True)
    found_at = models.DateTimeField()
    reviewed_by_id = models.BigIntegerField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "gaming_findings"
        constraints = (
            models.UniqueConstraint(fields=("rule", "unit", "month"), name="gaming_finding_once"),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.unit_id} {self.month:%Y-%m}"

    @property
    def subject(self) -> str:
        return f"finding:{self.pk}"

    @property
    def cases(self) -> list[Any]:
        """Ids of the cases that show it, at most a hundred."""
        return list(json.loads(self.cases_json))


class Consequence(models.Model):
    """Commendation, talk, correction order or follow-up, recorded against a result (3.12)."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="consequences")
    measure = models.CharField(max_length=12, choices=Measure.choices)
    text = models.TextField(max_length=1000)
    due = models.DateField(null=True, blank=True)
    recorded_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    outcome = models.TextField(max_length=1000, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "score_consequences"

    def __str__(self) -> str:
        return f"{self.place_id} {self.measure}"

    @property
    def subject(self) -> str:
        return f"consequence:{self.pk}"
