"""Files people bring: kept outside the web root, under random names."""

import uuid

from django.db import models


class Attachment(models.Model):
    """One stored file. `content_type` is what its bytes say, not what its sender said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=60)
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "attachments"

    def __str__(self) -> str:
        return self.name
