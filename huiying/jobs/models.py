"""What the worker has in hand, and which requests were already answered."""

import json
from typing import Any

from django.db import models

from huiying.jobs.choices import RunState


class Run(models.Model):
    """A long job somebody waits for, such as an import."""

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    by = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.RUNNING)
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    template = models.TextField(blank=True, default="")
    values_json = models.TextField(default="{}")
    result = models.CharField(max_length=36, blank=True, default="")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "runs"
        indexes = [models.Index(fields=["by", "-id"], name="run_by")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def values(self) -> dict[str, Any]:
        """What stands in the gaps of `template`."""
        return dict(json.loads(self.values_json))


class IdempotencyKey(models.Model):
    """A request that was answered, so that its repetition gets the same answer."""

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(default="null")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "idempotency_keys"
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="idempotency_key_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"


class Heartbeat(models.Model):
    """When a worker was last seen at work."""

    worker = models.CharField(max_length=80, unique=True)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "heartbeats"

    def __str__(self) -> str:
        return self.worker
