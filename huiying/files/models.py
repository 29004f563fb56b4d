import uuid

from django.db import models

from huiying.files.choices import FileKind


class Attachment(models.Model):
    """A file somebody sent. Its bytes lie under a random name outside of what is served.

    `claimed_at` is set when the thing it belongs to is saved; unclaimed drafts are purged after a
    day. The slice that owns the thing holds the key to the attachment, never the other way.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=FileKind)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=80, unique=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=80)
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "attachments"
        indexes = [
            models.Index(
                fields=["uploaded_at"],
                name="attachment_unclaimed",
                condition=models.Q(claimed_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.kind == FileKind.IMAGE
