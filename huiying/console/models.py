"""The auditor's board: which events it shows. The record itself is large and has no index by kind."""

from django.db import models

from huiying.console.choices import Watch


class Watched(models.Model):
    """An event of the audit record that the auditor's board shows; written by the worker."""

    event_id = models.BigIntegerField(unique=True)
    group = models.CharField(max_length=12, choices=Watch)
    at = models.DateTimeField()

    class Meta:
        db_table = "watched_events"
        indexes = [
            models.Index(fields=["group", "-event_id"], name="watched_group_ix"),
            models.Index(fields=["group", "at"], name="watched_time_ix"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.event_id}"
