"""Wrong tries to open a request, and codes sent to telephones: kept for minutes."""

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


class PhoneCode(models.Model):
    """A code sent to a telephone, for ten minutes. Number and code are kept as keyed hashes only."""

    key = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "phone_codes"
        indexes = [models.Index(fields=["key"], name="phone_code_ix")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.at:%H:%M}"
