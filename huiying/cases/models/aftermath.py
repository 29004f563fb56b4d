"""After the closing: objections and the version the public may read."""

from django.db import models

from huiying.cases.choices import ObjectionState, PublicState, Step
from huiying.cases.models.cases import Case
from huiying.cases.models.requests import Request
from huiying.organisations.models.words import CodeField


class Objection(models.Model):
    """The requester disagrees with a closing or a refusal, within 15 days of it."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="objections")
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="objections", null=True, blank=True
    )
    against = CodeField(max_length=20, choices=Step)
    text = models.TextField(max_length=2000)
    state = models.CharField(max_length=10, choices=ObjectionState)
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "objections"
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state=ObjectionState.FILED),
                name="one_open_objection",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"


class PublicVersion(models.Model):
    """What everybody may read of a closed case: written anew, checked by a second person."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="public_version")
    state = models.CharField(max_length=10, choices=PublicState)
    title = models.CharField(max_length=100)
    text = models.TextField(max_length=5000)
    reply = models.TextField(max_length=5000)
    area_name = models.CharField(max_length=60)
    unit_name = models.CharField(max_length=60)
    category_name = models.CharField(max_length=40)
    drafted_by_id = models.BigIntegerField()
    drafted_at = models.DateTimeField()
    published_by_id = models.BigIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "public_versions"
        indexes = [models.Index(fields=["state", "-published_at"], name="public_state_ix")]

    def __str__(self) -> str:
        return self.title


class PublicRevision(models.Model):
    """What a public version said before somebody masked or corrected it, and why."""

    version = models.ForeignKey(PublicVersion, on_delete=models.CASCADE, related_name="revisions")
    at = models.DateTimeField()
    by_id = models.BigIntegerField()
    title = models.CharField(max_length=100)
    text = models.TextField(max_length=5000)
    reply = models.TextField(max_length=5000)
    why = models.CharField(max_length=300)

    class Meta:
        db_table = "public_revisions"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.at:%Y-%m-%d}"
