"""Time limits that were missed, written by the worker or by the step that came too late."""

from django.db import models
from django.db.models import Q

from huiying.cases.choices import BreachState, ClockKind
from huiying.cases.models.cases import Case
from huiying.cases.models.clocks import Clock
from huiying.cases.models.requests import Request
from huiying.organisations.models import Unit
from huiying.organisations.models.words import CodeField

STANDING = (BreachState.HELD, BreachState.RECORDED)


class Breach(models.Model):
    """One clock that ran out. Held while a return, an extension or a termination waits; void when
    the date turned out to lie later. Never deleted."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="breaches")
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="breaches", null=True, blank=True
    )
    request = models.ForeignKey(
        Request, on_delete=models.CASCADE, related_name="breaches", null=True, blank=True
    )
    kind = CodeField(max_length=20, choices=ClockKind)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    area_code = models.CharField(max_length=12)
    due = models.DateTimeField()
    at = models.DateTimeField()
    state = CodeField(max_length=10, choices=BreachState)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "breaches"
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(state__in=STANDING), name="one_standing_breach"
            )
        ]
        indexes = [
            models.Index(fields=["unit", "-id"], name="breach_unit_ix"),
            models.Index(fields=["id"], condition=Q(state="HELD"), name="breach_held_ix"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due:%Y-%m-%d %H:%M} {self.state}"
