"""Schemes and indicators as an area keeps them, version after version."""

from django.db import models

from huiying.appraisal.choices.schemes import VersionState
from huiying.organisations.models import Area


class SchemeVersion(models.Model):
    """One version of a scheme: the text of its file, word for word, and from when it judges."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    text = models.TextField(max_length=60_000)
    digest = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, choices=VersionState.choices, default=VersionState.DRAFT
    )
    drafted_by_id = models.BigIntegerField()
    drafted_at = models.DateTimeField()
    first_month = models.DateField(null=True, blank=True)
    """From this month on it judges, once adopted; until `end_month`, that month excluded."""
    end_month = models.DateField(null=True, blank=True)
    adopted_by_id = models.BigIntegerField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "scheme_versions"
        constraints = (
            models.UniqueConstraint(fields=("area", "key", "number"), name="scheme_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"

    @property
    def subject(self) -> str:
        """How the audit record names it."""
        return f"scheme:{self.pk}"


class IndicatorVersion(models.Model):
    """One version of an indicator; the newest one that is kept holds."""

    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    text = models.TextField(max_length=10_000)
    is_retired = models.BooleanField(default=False)
    """No new scheme may use it; what judged by it is explained as before."""
    kept_by_id = models.BigIntegerField()
    kept_at = models.DateTimeField()

    class Meta:
        db_table = "indicator_versions"
        constraints = (
            models.UniqueConstraint(fields=("key", "number"), name="indicator_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"
