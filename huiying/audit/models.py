"""The record of what happened. Rows hold text and no foreign keys, and the database refuses to change them."""

import json
from typing import Any

from django.db import models

from huiying.audit.rules import event_hash, hash_of, instant


class Event(models.Model):
    """One thing that happened to one subject, chained by hash to the event before it."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    actor = models.CharField(max_length=80)
    reason = models.TextField(blank=True, default="")
    data = models.TextField(default="{}")
    prev_hash = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "events"
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="event_subject_seq"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} #{self.seq}"

    @property
    def details(self) -> dict[str, Any]:
        """`data` as values; times and dates are ISO text."""
        return dict(json.loads(self.data))

    def computed_hash(self) -> str:
        """What `hash` must be if nobody touched the row."""
        return event_hash(
            link=(self.subject, self.seq, self.prev_hash),
            at=self.at,
            kind=self.kind,
            actor=self.actor,
            reason=self.reason,
            data=self.data,
        )


class Root(models.Model):
    """A signature over every event since the root before it (see `actions.rooting`)."""

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    up_to = models.BigIntegerField()
    covered = models.PositiveIntegerField()
    total = models.BigIntegerField()
    gaps = models.TextField(blank=True, default="")
    late = models.TextField(blank=True, default="")
    digest = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64)
    key_id = models.CharField(max_length=40)
    signature = models.TextField()

    class Meta:
        db_table = "roots"

    def __str__(self) -> str:
        return f"root {self.number}"

    def computed_hash(self) -> str:
        """What `hash` must be if nobody touched the row."""
        names = ("number", "up_to", "covered", "total", "gaps", "late", "digest", "prev_hash")
        return hash_of({name: getattr(self, name) for name in names} | {"at": instant(self.at)})


class Pending(models.Model):
    """An event whose reactions have not all run: the outbox. Gone when they have."""

    event = models.OneToOneField(
        Event, models.DO_NOTHING, db_constraint=False, related_name="pending"
    )
    subject = models.CharField(max_length=80)
    done = models.TextField(blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True, default="")
    set_aside = models.BooleanField(default=False)

    class Meta:
        db_table = "pending"
        indexes = [models.Index(fields=["subject", "id"], name="pending_subject")]

    def __str__(self) -> str:
        return f"pending {self.event_id}"
