"""Requests in which words of danger were found."""

from django.db import models

from huiying.cases.choices import Priority
from huiying.cases.choices.dangers import DangerState
from huiying.cases.models.requests import Request
from huiying.organisations.models.words import CodeField


class DangerFlag(models.Model):
    """Words of danger raise a request for a person; the priority is proposed, never set.

    `kinds` are codes of `insight.urgency.Danger`, joined by commas. The words themselves stay in the
    request, so that they go with it.
    """

    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="danger")
    level = CodeField(max_length=2, choices=Priority)
    kinds = models.CharField(max_length=150)
    state = CodeField(max_length=10, choices=DangerState, default=DangerState.OPEN)
    raised_at = models.DateTimeField()
    chosen = CodeField(max_length=2, choices=Priority, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=30, blank=True)

    class Meta:
        db_table = "danger_flags"
        indexes = [
            models.Index(
                fields=["raised_at"],
                condition=models.Q(state=DangerState.OPEN),
                name="danger_open_ix",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.level} {self.state}"
