"""What cannot be solved now: a plan with a cause, dated steps and a named official (N1–N5)."""

from django.db import models

from huiying.cases.choices import PlanState
from huiying.cases.models.assignments import Assignment
from huiying.files.models import Attachment


class Plan(models.Model):
    """A long-term plan (挂账) of the lead unit, approved by the county."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="plans")
    state = models.CharField(max_length=10, choices=PlanState)
    cause = models.CharField(max_length=1000)
    official = models.CharField(max_length=60)
    told = models.CharField(max_length=300, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    revisions = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "plans"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=models.Q(state__in=[PlanState.PROPOSED, PlanState.APPROVED]),
                name="one_open_plan",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.state}"


class PlanStep(models.Model):
    """One step of a plan, to be done by the end of a day."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=300)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_id = models.BigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "plan_steps"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_step_once"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True) | ~models.Q(note=""),
                name="plan_step_done_noted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"


class PlanProof(models.Model):
    """A file that shows a step of a plan done."""

    step = models.ForeignKey(PlanStep, on_delete=models.CASCADE, related_name="proofs")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "plan_proofs"

    def __str__(self) -> str:
        return f"{self.step_id}"
