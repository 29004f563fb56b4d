"""A model on the administrator's own machine, and the drafts of replies it wrote."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from huiying.cases.choices.machine import MachineFault, MachineState
from huiying.cases.models.assignments import Assignment
from huiying.organisations.models.words import CodeField

ONLY = 1
"""There is one endpoint; its row has this id."""
SHORTEST, USUAL, LONGEST = 5, 60, 300
"""Seconds that an answer may take."""


class DraftingEndpoint(models.Model):
    """An OpenAI-compatible address set by the system administrator. Off until it is switched on."""

    is_on = models.BooleanField(default=False)
    address = models.CharField(max_length=300)
    model = models.CharField(max_length=100)
    sealed_key = models.TextField(blank=True)
    seconds = models.PositiveSmallIntegerField(
        default=USUAL, validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )
    changed_by_id = models.BigIntegerField()
    changed_by_name = models.CharField(max_length=30)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "drafting_endpoints"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=ONLY), name="endpoint_only_one")
        ]

    def __str__(self) -> str:
        return self.address


class MachineDraft(models.Model):
    """One draft somebody asked the machine for. It was told redacted text only.

    `sources` names what the machine read besides the request (case:5 knowledge:3). `used_at` is when
    a person put the draft into a reply.
    """

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="machine_drafts"
    )
    by_id = models.BigIntegerField()
    state = CodeField(max_length=6, choices=MachineState)
    fault = CodeField(max_length=12, choices=MachineFault, blank=True)
    text = models.TextField(max_length=5000, blank=True)
    model = models.CharField(max_length=100)
    sources = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "machine_drafts"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=models.Q(state=MachineState.ASKED),
                name="machine_one_at_work",
            )
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(state=MachineState.ASKED),
                name="machine_asked_ix",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.state}"

    @property
    def subject(self) -> str:
        """How the audit record names it."""
        return f"machine_draft:{self.pk}"
