"""Asking only a part of all requesters: how large a part, and which cases were drawn."""

from django.db import models

from huiying.cases.models.cases import Case
from huiying.organisations.models import Area, Unit


class SamplingPlan(models.Model):
    """From `valid_from` on, `percent` of the cases of each lead unit of an area are called back.

    Never changed once made, only followed by another; without a plan everybody is called.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=40)
    valid_from = models.DateTimeField()
    note = models.CharField(max_length=300)
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "sampling_plans"
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__gte=10, percent__lte=100), name="sampling_percent_fits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"


class SamplingStratum(models.Model):
    """How many cases of a lead unit have been drawn from under a plan."""

    plan = models.ForeignKey(SamplingPlan, on_delete=models.CASCADE, related_name="strata")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "sampling_strata"
        constraints = [models.UniqueConstraint(fields=["plan", "unit"], name="stratum_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.n}"


class SampleDraw(models.Model):
    """Whether a case was drawn, and as which of its lead unit; it holds for all rounds."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="draw")
    plan = models.ForeignKey(SamplingPlan, on_delete=models.CASCADE, related_name="draws")
    number = models.PositiveIntegerField()
    is_drawn = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "sample_draws"

    def __str__(self) -> str:
        return f"{self.case_id} {self.is_drawn}"
