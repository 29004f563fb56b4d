"""Wrong tries to open a request, kept for a quarter of an hour."""

from django.db import models


class ReceiptTry(models.Model):
    """One wrong try. `key` is a keyed hash of a receipt number or an address, never either itself."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "receipt_tries"
        indexes = [models.Index(fields=["key", "at"], name="receipt_try_ix")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.at:%H:%M}"
