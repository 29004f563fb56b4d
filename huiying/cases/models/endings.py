"""Termination with consent from above (Z1–Z3), and matters for which the law has another route (C34–C36)."""

from django.db import models

from huiying.cases.choices import LegalEnd, LegalKind, LegalState, StopReason, StopState
from huiying.cases.models.assignments import Assignment
from huiying.cases.models.cases import Case


class Termination(models.Model):
    """A unit's request to end handling, with the draft of the note the requester is to read."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="stops")
    state = models.CharField(max_length=10, choices=StopState)
    reason = models.CharField(max_length=20, choices=StopReason)
    explanation = models.CharField(max_length=1000)
    first_try = models.DateField(null=True, blank=True)
    second_try = models.DateField(null=True, blank=True)
    note = models.TextField(max_length=3000)
    remedy = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "terminations"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=models.Q(state=StopState.ASKED),
                name="one_open_termination",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=StopReason.NO_COOPERATION)
                | models.Q(first_try__isnull=False, second_try__isnull=False),
                name="termination_two_tries",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.state}"


class LegalRoute(models.Model):
    """Where the matter went, with the proof; looked after until it has ended there."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="legal_routes")
    state = models.CharField(max_length=10, choices=LegalState)
    kind = models.CharField(max_length=12, choices=LegalKind)
    body = models.CharField(max_length=60)
    proof = models.CharField(max_length=500)
    text = models.CharField(max_length=1000)
    routed_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by_id = models.BigIntegerField()
    end = models.CharField(max_length=12, choices=LegalEnd, blank=True)
    end_proof = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        db_table = "legal_routes"
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state=LegalState.OPEN),
                name="one_open_legal_route",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=LegalKind.PETITION) | models.Q(routed_on__isnull=False),
                name="petition_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class LegalCheck(models.Model):
    """A look at how far the legal body is, at least every sixty days."""

    route = models.ForeignKey(LegalRoute, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField()
    by_id = models.BigIntegerField()
    text = models.CharField(max_length=1000)

    class Meta:
        db_table = "legal_checks"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.route_id}"
