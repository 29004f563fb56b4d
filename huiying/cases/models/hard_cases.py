"""The register of hard matters (疑难件): who leads, by which plan, until when, and how far it is."""

from django.db import models

from huiying.cases.models.cases import Case


class HardCase(models.Model):
    """One matter of the register. It ends with its case and never before without a reason."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="hard")
    official = models.CharField(max_length=60)
    plan = models.CharField(max_length=1000)
    next_on = models.DateField()
    due_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by_id = models.BigIntegerField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_why = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "hard_cases"
        indexes = [models.Index(fields=["due_on"], name="hard_case_due_ix")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(struck_at__isnull=True) | ~models.Q(struck_why=""),
                name="hard_case_struck_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"


class HardNote(models.Model):
    """How far a hard matter is, said by the unit or by those who watch over it."""

    hard = models.ForeignKey(HardCase, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=30)
    text = models.CharField(max_length=1000)
    next_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "hard_notes"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.hard_id}"
