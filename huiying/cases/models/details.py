"""What the worker found in texts that are to be published."""

from django.db import models


class DetailLook(models.Model):
    """A text whose private details were asked for, known by its hash.

    The worker puts the places found (JSON: start, end, kind, why) and takes the text out. A row is
    kept for a day.
    """

    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField(blank=True)
    found = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "detail_looks"
        indexes = [models.Index(fields=["asked_at"], name="look_asked_ix")]

    def __str__(self) -> str:
        return self.digest[:8]
