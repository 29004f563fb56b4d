"""A case in the hands of a unit: contacts, replies, evidence, returns."""

from django.db import models

from huiying.cases.choices import (
    AssignmentState,
    EvidenceGroup,
    Moment,
    Part,
    ReplyState,
    ReturnState,
    TryResult,
    Via,
)
from huiying.cases.models.cases import Case
from huiying.cases.models.catalogue import DispatchRule
from huiying.cases.workflow.assignments import GONE
from huiying.files.models import Attachment
from huiying.organisations.models import Unit
from huiying.organisations.models.words import CodeField

_CURRENT_LEAD = models.Q(part=Part.LEAD, is_current=True)


class Assignment(models.Model):
    """A case given to one unit as lead or co-unit; rounds rise with each rework."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=4, choices=Part)
    via = models.CharField(max_length=12, choices=Via, default=Via.DISPATCH)
    state = models.CharField(max_length=20, choices=AssignmentState)
    is_current = models.BooleanField(default=True)
    is_designated = models.BooleanField(default=False)
    round = models.PositiveSmallIntegerField(default=1)
    assigned_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    due = models.DateTimeField()
    instruction = models.CharField(max_length=500, blank=True)
    rule = models.ForeignKey(
        DispatchRule,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    """The entry of the catalogue that gave the case to this unit, if one did."""

    class Meta:
        db_table = "assignments"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=_CURRENT_LEAD, name="one_current_lead"
            ),
            models.UniqueConstraint(
                fields=["case", "unit"],
                condition=models.Q(is_current=True),
                name="one_current_part",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "case"], name="assignment_unit_ix"),
            models.Index(
                fields=["state", "unit"],
                condition=models.Q(part=Part.CO, is_current=True),
                name="assignment_beside_ix",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.part} {self.unit_id}"

    @property
    def is_gone(self) -> bool:
        return self.state in GONE


class ContactTry(models.Model):
    """One attempt of the unit to reach the requester, by relay, telephone or message."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="contacts")
    at = models.DateTimeField()
    result = models.CharField(max_length=12, choices=TryResult)
    by_id = models.BigIntegerField()

    class Meta:
        db_table = "contact_tries"
        ordering = ["at"]

    def __str__(self) -> str:
        return self.result


class Reply(models.Model):
    """What the unit answers; released to the requester only after an accepted review."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="replies")
    round = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=5000)
    legal_basis = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=ReplyState)
    submitted_at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewer_id = models.BigIntegerField(null=True, blank=True)
    defects = models.CharField(max_length=500, blank=True)
    text_key = models.CharField(max_length=32, blank=True)

    class Meta:
        db_table = "replies"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["text_key"], condition=~models.Q(text_key=""), name="reply_text_ix"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} #{self.round}"


class Evidence(models.Model):
    """A file behind a reply, in one of three groups."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="evidence")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=12, choices=EvidenceGroup)
    moment = CodeField(max_length=6, choices=Moment, blank=True)

    class Meta:
        db_table = "evidence"

    def __str__(self) -> str:
        return self.group


class ReturnRequest(models.Model):
    """A unit's request to send the case back as not its duty (退单)."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="returns")
    state = models.CharField(max_length=10, choices=ReturnState)
    reason = models.CharField(max_length=500)
    legal_basis = models.CharField(max_length=500)
    proposed_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    disputed_at = models.DateTimeField(null=True, blank=True)
    dispute = models.CharField(max_length=500, blank=True)
    designated_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        db_table = "return_requests"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=models.Q(state__in=[ReturnState.ASKED, ReturnState.AT_PANEL]),
                name="one_open_return",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.state}"
