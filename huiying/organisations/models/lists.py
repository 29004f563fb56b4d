"""Files of rows on their way in: what was uploaded, the job on it, what came of it."""

import json
from typing import Any, ClassVar

from django.db import models

from huiying.files.models import Attachment
from huiying.jobs.models import Run
from huiying.lib.errors import NotPossible
from huiying.organisations.choices import ListKind
from huiying.people.models import Person


class UploadedList(models.Model):
    """One uploaded file. Upload and failed rows hold personal data: both are gone after seven days.

    `run` is the latest job on it, a check while `is_dry`; `counts` and `faults` are what that found.
    """

    SUBJECT: ClassVar[str]
    """How the audit record names these lists, before the colon."""

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    upload = models.ForeignKey(
        Attachment, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    failed = models.ForeignKey(
        Attachment, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    is_dry = models.BooleanField(default=True)
    counts_json = models.TextField(default="{}")
    faults_json = models.TextField(default="[]")
    created_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"{self.SUBJECT}:{self.pk}"

    @property
    def counts(self) -> dict[str, int]:
        return dict(json.loads(self.counts_json))

    @property
    def refusals(self) -> list[tuple[int, str, NotPossible]]:
        """Row, column and sentence of what is wrong, the first two hundred."""
        return [
            (each["row"], each["column"], NotPossible(each["template"], **each["values"]))
            for each in self.faults
        ]

    @property
    def faults(self) -> list[dict[str, Any]]:
        """The same as it is kept: row, column, template, values."""
        return list(json.loads(self.faults_json))


class ListImport(UploadedList):
    """A list of areas, units or people. `secrets` are the one-time passwords of new accounts."""

    SUBJECT = "list"

    kind = models.CharField(max_length=6, choices=ListKind)
    secrets = models.ForeignKey(
        Attachment, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        db_table = "list_imports"
        indexes = [models.Index(fields=["by", "-id"], name="list_import_by")]
