"""Judging a service at a counter or online (好差评); kept apart from the judgement of a case (4.11)."""

from django.db import models

from huiying.cases.choices import Grade
from huiying.organisations.models import Unit


class Visit(models.Model):
    """One handling at a counter or online. The token opens the page on which it is judged."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    matter = models.CharField(max_length=100)
    desk = models.CharField(max_length=30, blank=True)
    is_online = models.BooleanField(default=False)
    at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField()
    token = models.CharField(max_length=43, unique=True)
    token_until = models.DateTimeField()
    remedy = models.CharField(max_length=500, blank=True)
    remedied_at = models.DateTimeField(null=True, blank=True)
    remedied_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        db_table = "visits"
        indexes = [models.Index(fields=["unit", "-id"], name="visit_unit_ix")]

    def __str__(self) -> str:
        return self.matter

    @property
    def subject(self) -> str:
        """How the audit record names it."""
        return f"visit:{self.pk}"


class VisitRating(models.Model):
    """What the person says of a handling: once, and once more after a bad one was put right.

    `first`, `second`, `third` are efficiency, service and attitude at a counter; accuracy of the
    guide, convenience and ease of use online.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="ratings")
    number = models.PositiveSmallIntegerField()
    overall = models.CharField(max_length=1, choices=Grade)
    first = models.CharField(max_length=1, choices=Grade)
    second = models.CharField(max_length=1, choices=Grade)
    third = models.CharField(max_length=1, choices=Grade)
    comment = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "visit_ratings"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="visit_rating_once"),
            models.CheckConstraint(
                condition=models.Q(number__in=[1, 2]), name="visit_rating_twice_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.overall}"
