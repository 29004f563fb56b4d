"""The problem that requests are about, what happened to it, and how many there are."""

from django.db import models

from huiying.cases.choices import (
    UNDER_SUPERVISION,
    CaseState,
    ClockKind,
    CloseReason,
    Kind,
    Priority,
    Step,
    SupervisionState,
)
from huiying.cases.models.requests import Category
from huiying.organisations.models import Area, Unit
from huiying.organisations.models.words import CodeField
from huiying.people.models import Person


class Case(models.Model):
    """One matter. `state` mirrors the lead assignment where workflow 2.1 says so.

    `lead_unit`, `next_due` and `next_clock` repeat what assignments and clocks say, kept by the same
    transaction, so that lists need no joins. `version` rises with every step: whoever moves with an
    old one is told that somebody was faster. A step moves the row in every index of this table, so it
    has only those that a question needs.
    """

    case_no = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=20, choices=CaseState)
    state_since = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=100)
    text = models.TextField(max_length=5000)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    priority = models.CharField(max_length=2, choices=Priority)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=12)
    place = models.CharField(max_length=200, blank=True)
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    first_receiver = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = CodeField(max_length=12, choices=CloseReason, blank=True)
    promised_due = models.DateTimeField(null=True, blank=True)
    is_provisional = models.BooleanField(default=False)
    next_due = models.DateTimeField(null=True, blank=True)
    next_clock = CodeField(max_length=20, choices=ClockKind, blank=True)
    is_confidential = models.BooleanField(default=False)
    has_accused = models.BooleanField(default=False)
    has_recusals = models.BooleanField(default=False)
    is_imported = models.BooleanField(default=False)
    supervision = CodeField(max_length=10, choices=SupervisionState, default=SupervisionState.NONE)
    version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="merged",
        null=True,
        blank=True,
        db_index=False,
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        db_index=False,
    )
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_code = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "cases"
        indexes = [
            models.Index(fields=["lead_unit", "state", "-id"], name="case_unit_state_ix"),
            models.Index(fields=["state", "-id"], name="case_state_ix"),
            models.Index(fields=["area_code", "-id"], name="case_area_ix"),
            models.Index(
                fields=["next_due"],
                condition=models.Q(next_due__isnull=False),
                name="case_next_due_ix",
            ),
            # Few cases were merged or have a parent; the others pay nothing for these two.
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="case_merged_ix",
            ),
            models.Index(
                fields=["parent"],
                condition=models.Q(parent__isnull=False),
                name="case_parent_ix",
            ),
            models.Index(
                fields=["-id"],
                condition=models.Q(supervision__in=UNDER_SUPERVISION),
                name="case_supervised_ix",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(promised_due__isnull=False)
                | models.Q(
                    state__in=[
                        CaseState.PENDING_DISPATCH,
                        CaseState.CONSULTING,
                        CaseState.MERGED,
                        CaseState.WITHDRAWN,
                        CaseState.SUSPENDED_LEGAL,
                        CaseState.CLOSED,
                        CaseState.ARCHIVED,
                    ]
                ),
                name="case_promised_due_set",
            ),
        ]

    def __str__(self) -> str:
        return self.case_no

    @property
    def subject(self) -> str:
        """How the audit record names this case."""
        return f"case:{self.pk}"

    @property
    def is_supervised(self) -> bool:
        """Whether the case stands on the ladder of supervision (2.7)."""
        return self.supervision in UNDER_SUPERVISION


class Accused(models.Model):
    """A unit, or a person on the staff, that the case complains about; it never receives the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="accused")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        db_table = "accused"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) ^ models.Q(person__isnull=False),
                name="accused_unit_or_person",
            ),
            models.UniqueConstraint(fields=["case", "unit"], name="accused_unit_once"),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.person)


class Recusal(models.Model):
    """A member of staff with an interest in the case, who therefore takes no part in it (P5)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="recusals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "recusals"
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}"


class Entry(models.Model):
    """One line of a case's timeline. Its text can be anonymised later; the audit record holds none."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField()
    step = CodeField(max_length=20, choices=Step)
    state = models.CharField(max_length=20, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=30, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    text = models.TextField(max_length=5000, blank=True)
    is_public = models.BooleanField(default=False)

    class Meta:
        db_table = "entries"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"


class CaseCount(models.Model):
    """How many cases a unit has in a state, by county; folded from `CountChange` in the background."""

    county = models.CharField(max_length=6)
    unit_id = models.BigIntegerField(default=0)
    state = models.CharField(max_length=20, choices=CaseState)
    n = models.BigIntegerField(default=0)

    class Meta:
        db_table = "case_counts"
        constraints = [
            models.UniqueConstraint(fields=["county", "unit_id", "state"], name="count_cell_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.state} {self.n}"


class CountChange(models.Model):
    """One case entering (+1) or leaving (−1) a cell of the counts; never contended, soon folded."""

    county = models.CharField(max_length=6)
    unit_id = models.BigIntegerField(default=0)
    state = models.CharField(max_length=20, choices=CaseState)
    n = models.SmallIntegerField()

    class Meta:
        db_table = "count_changes"

    def __str__(self) -> str:
        return f"{self.unit_id} {self.state} {self.n:+d}"
