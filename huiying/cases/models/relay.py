"""Telephone calls through a relay: neither side learns the other's number (P3)."""

from django.db import models

from huiying.cases.models.requests import Request


class RelayCall(models.Model):
    """A number lent for a short time. It holds no number of either side."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="relay_calls")
    at = models.DateTimeField()
    until = models.DateTimeField()
    number = models.CharField(max_length=30)
    by_id = models.BigIntegerField()
    gateway = models.CharField(max_length=20)

    class Meta:
        db_table = "relay_calls"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.number
