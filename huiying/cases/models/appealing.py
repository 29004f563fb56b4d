"""Appeals of units, the votes on them, and what is left out of the figures because of them."""

from django.db import models

from huiying.cases.choices import Step
from huiying.cases.choices.appealing import (
    AppealReason,
    AppealState,
    AppealTarget,
    Effect,
    Measure,
    Vote,
)
from huiying.cases.models.assignments import Assignment
from huiying.cases.models.callbacks import Rating
from huiying.cases.models.cases import Case
from huiying.files.models import Attachment
from huiying.organisations.models import Unit
from huiying.organisations.models.words import CodeField


class Appeal(models.Model):
    """A unit says that something is counted wrongly. The counting may change, a grade never does.

    Of a case, or of a figure of a month (then without a case). `due` is the panel's limit; what is
    granted enters version 2 of the figures.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="appeals", null=True, blank=True
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="appeals", null=True, blank=True
    )
    rating = models.ForeignKey(
        Rating, on_delete=models.CASCADE, related_name="appeals", null=True, blank=True
    )
    target = CodeField(max_length=10, choices=AppealTarget)
    measure = CodeField(max_length=8, choices=Measure, blank=True)
    month = models.DateField(null=True, blank=True)
    reason = CodeField(max_length=14, choices=AppealReason)
    arose_on = models.DateField(null=True, blank=True)
    text = models.TextField(max_length=2000)
    state = CodeField(max_length=8, choices=AppealState)
    filed_at = models.DateTimeField()
    filed_by_id = models.BigIntegerField()
    due = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    decision = models.CharField(max_length=1000, blank=True)

    class Meta:
        db_table = "appeals"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "unit"],
                condition=models.Q(state=AppealState.FILED),
                name="one_open_appeal",
            ),
            models.CheckConstraint(
                condition=models.Q(case__isnull=False) | models.Q(month__isnull=False),
                name="appeal_case_or_month",
            ),
        ]
        indexes = [models.Index(fields=["state", "due"], name="appeal_state_ix")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.target} {self.state}"

    @property
    def subject(self) -> str:
        """How the audit record names it."""
        return f"appeal:{self.pk}"

    @property
    def step(self) -> Step:
        """The step by which it was concluded."""
        return Step.GRANT_APPEAL if self.state == AppealState.GRANTED else Step.REFUSE_APPEAL


class AppealProof(models.Model):
    """A paper that shows what the unit says."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="proofs")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "appeal_proofs"

    def __str__(self) -> str:
        return str(self.attachment_id)


class AppealVote(models.Model):
    """What one member of the panel thinks, with the reason."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="votes")
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=30)
    vote = CodeField(max_length=6, choices=Vote)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        db_table = "appeal_votes"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["appeal", "by_id"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.vote}"


class Exclusion(models.Model):
    """One measure out of which one assignment is left; everything else goes on as it was (2.7)."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="exclusions")
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="exclusions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    measure = CodeField(max_length=8, choices=Measure)
    effect = CodeField(max_length=8, choices=Effect)
    reason = CodeField(max_length=14, choices=AppealReason)
    granted_at = models.DateTimeField()

    class Meta:
        db_table = "exclusions"
        constraints = [
            models.UniqueConstraint(fields=["assignment", "measure"], name="exclusion_once")
        ]
        indexes = [models.Index(fields=["granted_at"], name="exclusion_granted_ix")]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.measure}"
