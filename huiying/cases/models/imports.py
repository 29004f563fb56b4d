"""A file of requests on its way in: what was uploaded, how to read it, what came of it."""

import json
from typing import Any

from django.db import models

from huiying.files.models import Attachment
from huiying.jobs.models import Run
from huiying.organisations.models import Area, Unit
from huiying.people.models import Person


class RequestImport(models.Model):
    """One uploaded list. Upload and failed rows hold personal data: both are gone after seven days.

    `run` is the latest job on it, a check while `is_dry`; `counts` and `faults` are what that found.
    """

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    source = models.CharField(max_length=40)
    mapping_json = models.TextField(default="{}")
    header_json = models.TextField(default="[]")
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
        db_table = "request_imports"
        indexes = [models.Index(fields=["by", "-id"], name="request_import_by")]

    def __str__(self) -> str:
        return self.name

    @property
    def mapping(self) -> dict[str, Any]:
        """In the shape of the TOML file (`rules.importing.column_map` reads it)."""
        return dict(json.loads(self.mapping_json))

    @property
    def header(self) -> list[str]:
        return list(json.loads(self.header_json))

    @property
    def counts(self) -> dict[str, int]:
        return dict(json.loads(self.counts_json))

    @property
    def faults(self) -> list[dict[str, Any]]:
        """row, column, template and values of what is wrong, the first two hundred."""
        return list(json.loads(self.faults_json))
