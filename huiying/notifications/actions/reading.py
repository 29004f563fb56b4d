"""What a member of staff does with the inbox, and messages that are not kept any longer."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from huiying.audit.actions import Batch
from huiying.notifications.choices import Channel
from huiying.notifications.models import Message
from huiying.notifications.queries import inbox_of
from huiying.people.models import Person


def mark_done(person_id: int, *about: str, now: datetime, into: Batch) -> None:
    """Whoever acts on something has read what was said of it until then. Written with the step itself:
    a statement of its own would cost more than all the rest of it."""
    at = connection.ops.adapt_datetimefield_value(now)
    places = ", ".join(["%s"] * len(about))
    sql = f"{DONE} AND about IN ({places})"
    into.add(sql, [at, Channel.IN_APP.value, person_id, at, *about])


DONE = (
    "UPDATE messages SET read_at = %s"
    " WHERE channel = %s AND person_id = %s AND read_at IS NULL AND created_at <= %s"
)


def mark_read(person: Person, *, now: datetime, ids: Collection[int] | None = None) -> int:
    """Mark one's own messages as read, all or those named; returns how many were new."""
    unread = inbox_of(person).filter(read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.order_by().update(read_at=now)


def forget_about(subject: str) -> int:
    """Remove what was said about a subject whose person is taken out by the retention periods."""
    return Message.objects.filter(about=subject).delete()[0]
