"""Time limits: the editable matrix, the running clocks, and every change of a due date."""

from django.db import models

from huiying.cases.choices import ClockKind, DueCause, Priority
from huiying.cases.models.assignments import Assignment
from huiying.cases.models.cases import Case
from huiying.cases.models.requests import Request
from huiying.organisations.models import Unit
from huiying.organisations.models.words import CodeField


class LimitUnit(models.TextChoices):
    """What an amount counts; the values are those of `lib.workdays.Unit`."""

    WD = "wd", "WD"
    OH = "oh", "OH"
    CH = "ch", "CH"
    DAYS = "days", "DAYS"


class DeadlineMatrix(models.Model):
    """One version of all time limits; never changed once in force, only followed by another."""

    version = models.PositiveIntegerField(unique=True)
    valid_from = models.DateTimeField()
    note = models.CharField(max_length=300)
    made_by = models.CharField(max_length=60)

    class Meta:
        db_table = "deadline_matrices"
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"v{self.version}"


class DeadlineRule(models.Model):
    """One cell: priority × clock → amount (days for WD and DAYS, minutes for OH and CH)."""

    matrix = models.ForeignKey(DeadlineMatrix, on_delete=models.CASCADE, related_name="rules")
    priority = models.CharField(max_length=2, choices=Priority)
    clock = CodeField(max_length=20, choices=ClockKind)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=4, choices=LimitUnit)

    class Meta:
        db_table = "deadline_rules"
        constraints = [
            models.UniqueConstraint(
                fields=["matrix", "priority", "clock"], name="deadline_cell_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.priority} {self.clock} {self.amount} {self.unit}"


class Clock(models.Model):
    """A running or stopped time limit of a request, a case or one assignment of it.

    In time means stopped before `due` (exclusive). A paused clock cannot be breached.
    """

    kind = CodeField(max_length=20, choices=ClockKind)
    request = models.ForeignKey(
        Request, on_delete=models.CASCADE, related_name="clocks", null=True, blank=True
    )
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="clocks", null=True, blank=True
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="clocks", null=True, blank=True
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    area_code = models.CharField(max_length=12)
    started_at = models.DateTimeField()
    due = models.DateTimeField()
    amount = models.PositiveIntegerField()
    amount_unit = models.CharField(max_length=4, choices=LimitUnit)
    matrix_version = models.PositiveIntegerField()
    is_provisional = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    is_cancelled = models.BooleanField(default=False)
    warn_at = models.DateTimeField(null=True, blank=True)
    """When the unit is to be warned next."""

    class Meta:
        db_table = "clocks"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(request__isnull=False) | models.Q(case__isnull=False),
                name="clock_has_subject",
            )
        ]
        indexes = [
            models.Index(
                fields=["warn_at"],
                condition=models.Q(stopped_at__isnull=True, warn_at__isnull=False),
                name="clock_warn_ix",
            ),
            models.Index(
                fields=["due"], condition=models.Q(stopped_at__isnull=True), name="clock_running_ix"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due:%Y-%m-%d %H:%M}"

    @property
    def is_late(self) -> bool:
        """Whether it was stopped too late; a running clock is judged against the time of asking."""
        stopped = self.stopped_at is not None and not self.is_cancelled
        return stopped and self.paused_at is None and self.stopped_at >= self.due  # type: ignore[operator]


class DueChange(models.Model):
    """Why a due date is not where it started: base + all changes = due (invariant I7)."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    cause = CodeField(max_length=14, choices=DueCause)
    old = models.DateTimeField()
    new = models.DateTimeField()
    old_amount = models.PositiveIntegerField(null=True, blank=True)
    old_unit = models.CharField(max_length=4, choices=LimitUnit, blank=True)
    """The limit that held before, where another priority brought another one."""

    class Meta:
        db_table = "due_changes"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.cause}"
