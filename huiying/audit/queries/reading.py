"""Looking things up in the record and its outbox."""

from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from huiying.audit.models import Event, Pending, Root


def events_of(subject: str) -> QuerySet[Event]:
    """What happened to one subject, oldest first."""
    return Event.objects.filter(subject=subject).order_by("seq")


def waiting() -> int:
    """How many events wait for reactions."""
    return Pending.objects.filter(set_aside=False).count()


def oldest_pending() -> Pending | None:
    """The event that waits longest, or None."""
    return Pending.objects.filter(set_aside=False).select_related("event").order_by("id").first()


def set_aside() -> QuerySet[Pending]:
    """Events whose reactions failed so often that somebody must look."""
    return Pending.objects.filter(set_aside=True).select_related("event").order_by("id")


def unsigned_since(before: datetime) -> int:
    """How many events are unsigned although recorded before an instant; what it costs is small."""
    newest = Root.objects.order_by("-number").first()
    after = newest.up_to if newest else 0
    return Event.objects.filter(id__gt=after, at__lt=before).count()


def head_of(subject: str | Combinable) -> QuerySet[Event, Any]:
    """The head of a subject's chain as one text (place:hash), to be read along with something else."""
    newest = Event.objects.filter(subject=subject).order_by("-seq")
    head = Concat(Cast("seq", CharField()), Value(":"), "hash")
    return newest.annotate(head=head).values("head")[:1]
