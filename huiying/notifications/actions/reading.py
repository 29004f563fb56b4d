"""What a member of staff does with the inbox."""

from collections.abc import Collection
from datetime import datetime

from huiying.notifications.queries import inbox_of
from huiying.people.models import Person


def mark_read(person: Person, *, now: datetime, ids: Collection[int] | None = None) -> int:
    """Mark one's own messages as read, all or those named; returns how many were new."""
    unread = inbox_of(person).filter(read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.order_by().update(read_at=now)
