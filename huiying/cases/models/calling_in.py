"""Others asked to help: departments called together, the level above, a consultation, an opinion."""

from django.db import models

from huiying.cases.choices import (
    CallState,
    EscalationCause,
    EscalationOutcome,
    EscalationState,
    Grade,
    OpinionState,
)
from huiying.cases.models.assignments import Assignment
from huiying.cases.models.cases import Case
from huiying.files.models import Attachment
from huiying.organisations.models import Area, Unit

OPEN_CALLS = (CallState.CALLED, CallState.ARRIVED, CallState.MISSED)


class WhistleCall(models.Model):
    """One department called by a township to come and help (吹哨报到); both assess each other."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="whistle_calls")
    caller = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="whistle_calls")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CallState)
    reason = models.CharField(max_length=500)
    called_at = models.DateTimeField()
    called_by_id = models.BigIntegerField()
    due = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    measure = models.CharField(max_length=500, blank=True)
    part = models.ForeignKey(
        Assignment, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    concluded_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=500, blank=True)
    grade_of_unit = models.CharField(max_length=1, choices=Grade, blank=True)
    grade_of_caller = models.CharField(max_length=1, choices=Grade, blank=True)
    word_of_unit = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "whistle_calls"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "unit"],
                condition=models.Q(state__in=OPEN_CALLS),
                name="one_open_whistle_call",
            )
        ]
        indexes = [models.Index(fields=["unit", "state"], name="whistle_unit_ix")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit_id} {self.state}"


class Escalation(models.Model):
    """A case before the level above (提级), with that level's own clock."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="escalations")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=8, choices=EscalationCause)
    reason = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=EscalationState)
    opened_at = models.DateTimeField()
    opened_by_id = models.BigIntegerField(null=True, blank=True)
    due = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=EscalationOutcome, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    concluded_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        db_table = "escalations"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state=EscalationState.OPEN),
                name="one_open_escalation",
            )
        ]
        indexes = [models.Index(fields=["state", "area"], name="escalation_area_ix")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.area_id} {self.state}"


class Consultation(models.Model):
    """A hard case is discussed before dispatch (会商); minutes and decision stay with it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consultations")
    invited = models.ManyToManyField(Unit, db_table="consultation_units", related_name="+")
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    opened_by_id = models.BigIntegerField()
    concluded_at = models.DateTimeField(null=True, blank=True)
    concluded_by_id = models.BigIntegerField(null=True, blank=True)
    minutes = models.TextField(max_length=5000, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    co_units = models.ManyToManyField(Unit, db_table="consultation_co_units", related_name="+")

    class Meta:
        db_table = "consultations"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(concluded_at__isnull=True),
                name="one_open_consultation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.opened_at:%Y-%m-%d}"


class ConsultationView(models.Model):
    """What an invited unit says in a consultation."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="views")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()
    by_id = models.BigIntegerField()

    class Meta:
        db_table = "consultation_views"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.unit_id}"


class ConsultationPaper(models.Model):
    """The signed minutes or another paper of a consultation."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="papers")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "consultation_papers"

    def __str__(self) -> str:
        return str(self.attachment_id)


class Opinion(models.Model):
    """A body outside the platform is asked by link; it sees an extract and never who asked (V1–V3)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="opinions")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="opinions")
    body = models.CharField(max_length=100)
    phone = models.CharField(max_length=30, blank=True)
    extract = models.TextField(max_length=2000)
    question = models.CharField(max_length=500)
    token = models.CharField(max_length=43, unique=True)
    state = models.CharField(max_length=10, choices=OpinionState)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    due = models.DateTimeField()
    answer = models.TextField(max_length=5000, blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "opinions"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.body} {self.state}"
