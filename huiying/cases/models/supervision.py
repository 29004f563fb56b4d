"""The ladder of supervision beside a case, and consents that supervised cases need (督办)."""

from django.db import models
from django.db.models import Q

from huiying.cases.choices import Step, SupervisionCause, SupervisionState
from huiying.cases.models.cases import Case
from huiying.organisations.models.words import CodeField


class Supervision(models.Model):
    """One rung taken, or the ladder lifted; `by_id` is empty where the platform itself did it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="supervisions")
    state = CodeField(max_length=10, choices=SupervisionState)
    cause = CodeField(max_length=10, choices=SupervisionCause, blank=True)
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True, blank=True)
    letter_at = models.DateTimeField(null=True, blank=True)
    """Of a reminder: when a letter follows if the case is overdue still."""

    class Meta:
        db_table = "supervisions"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["letter_at"],
                condition=Q(letter_at__isnull=False),
                name="supervision_letter_ix",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class Consent(models.Model):
    """A supervisor lets one step be taken on a supervised case; used once."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    step = CodeField(max_length=20, choices=Step)
    reason = models.CharField(max_length=500)
    by_id = models.BigIntegerField()
    at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "consents"

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"
