"""Several units on one case: reports of co-units, the panel's views, guests who may read along."""

from django.db import models

from huiying.cases.choices import GuestCause, ReportState
from huiying.cases.models.assignments import Assignment, ReturnRequest
from huiying.cases.models.cases import Case
from huiying.organisations.models import Unit


class Report(models.Model):
    """What a co-unit tells the lead unit. It never reaches the requester as it stands."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reports")
    round = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=5000)
    state = models.CharField(max_length=10, choices=ReportState)
    submitted_at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by_id = models.BigIntegerField(null=True, blank=True)
    defects = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "co_reports"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.assignment_id} #{self.round}"


class PanelView(models.Model):
    """What one member of the panel thinks whose duty a disputed case is."""

    returned = models.ForeignKey(ReturnRequest, on_delete=models.CASCADE, related_name="views")
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=30)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        db_table = "panel_views"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["returned", "person_id"], name="panel_view_once")
        ]

    def __str__(self) -> str:
        return f"{self.returned_id} {self.unit_id}"


class Guest(models.Model):
    """A unit that may read a case although it has no part in it yet; the row goes when the reason does."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="guests")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=8, choices=GuestCause)

    class Meta:
        db_table = "guests"
        constraints = [models.UniqueConstraint(fields=["case", "unit", "cause"], name="guest_once")]
        indexes = [models.Index(fields=["unit", "case"], name="guest_unit_ix")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit_id}"
