"""A file of requests on its way in: what was uploaded, how to read it, what came of it."""

import json
from typing import Any

from django.db import models

from huiying.organisations.models import Area, Unit, UploadedList


class RequestImport(UploadedList):
    """One uploaded list of requests, and how its columns are read."""

    SUBJECT = "import"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    source = models.CharField(max_length=40)
    mapping_json = models.TextField(default="{}")
    header_json = models.TextField(default="[]")

    class Meta:
        db_table = "request_imports"
        indexes = [models.Index(fields=["by", "-id"], name="request_import_by")]

    @property
    def mapping(self) -> dict[str, Any]:
        """In the shape of the TOML file (`rules.importing.column_map` reads it)."""
        return dict(json.loads(self.mapping_json))

    @property
    def header(self) -> list[str]:
        return list(json.loads(self.header_json))
