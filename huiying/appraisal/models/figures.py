"""Figures that pages read, and the builds they are from.

The warehouse counts in the worker; what it answers lies here, rolled up to every level, so that a
page reads a few hundred rows and no web process loads an engine.
"""

import json
from typing import Any

from django.db import models

from huiying.appraisal.choices.figures import BuildState, Dimension


class Figure(models.Model):
    """One measure of one month: k of n, as whole numbers (`rules.rolling.scale_of`)."""

    month = models.DateField()
    """Its first day."""
    measure = models.CharField(max_length=30)
    dimension = models.CharField(max_length=10, choices=Dimension.choices)
    key = models.CharField(max_length=12)
    category = models.CharField(max_length=6, blank=True, default="")
    k = models.BigIntegerField()
    n = models.BigIntegerField()
    more = models.TextField(blank=True, default="")
    """What else was counted (grades, medians), as JSON."""
    snapshot = models.CharField(max_length=40)
    """The snapshot that first gave this value."""

    class Meta:
        db_table = "figures"
        constraints = (
            models.UniqueConstraint(
                fields=("dimension", "key", "month", "measure", "category"), name="figure_once"
            ),
        )
        indexes = (
            models.Index(fields=("dimension", "measure", "month", "key"), name="figure_over_all"),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.measure} {self.dimension} {self.key}"

    @property
    def details(self) -> dict[str, int | None]:
        return dict(json.loads(self.more)) if self.more else {}


class Build(models.Model):
    """One go at bringing warehouse and figures up to date."""

    state = models.CharField(max_length=10, choices=BuildState.choices, default=BuildState.WAITING)
    by = models.CharField(max_length=80)
    is_full = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    snapshot = models.CharField(max_length=40, blank=True, default="")
    made_at = models.DateTimeField(null=True)
    """Up to when the snapshot knows."""
    parts = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    """Parts and figures that were written anew."""
    template = models.TextField(blank=True, default="")
    values_json = models.TextField(default="{}")
    """Why it failed."""
    months_json = models.TextField(default="{}")
    """Month → what its figures were made of, to leave alone what has not changed."""

    class Meta:
        db_table = "figure_builds"
        indexes = (models.Index(fields=("state", "-id"), name="figure_build_state"),)

    def __str__(self) -> str:
        return f"build {self.pk}"

    @property
    def subject(self) -> str:
        """By what the audit record knows it."""
        return f"build:{self.pk}"

    @property
    def values(self) -> dict[str, Any]:
        return dict(json.loads(self.values_json))

    @property
    def months(self) -> dict[str, str]:
        return dict(json.loads(self.months_json))
