"""What a member of staff does with the inbox, and messages that are not kept any longer."""

from collections.abc import Collection
from datetime import datetime

from huiying.notifications.choices import Channel
from huiying.notifications.models import Message
from huiying.notifications.queries import inbox_of
from huiying.people.models import Person


def mark_done(person_id: int, about: str, *, now: datetime) -> int:
    """Whoever acted on something has read what was said of it until then; returns how many were new."""
    unread = Message.objects.filter(
        person=person_id, about=about, channel=Channel.IN_APP, read_at__isnull=True
    )
    return unread.filter(created_at__lte=now).update(read_at=now)


def mark_read(person: Person, *, now: datetime, ids: Collection[int] | None = None) -> int:
    """Mark one's own messages as read, all or those named; returns how many were new."""
    unread = inbox_of(person).filter(read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.order_by().update(read_at=now)


def forget_about(subject: str) -> int:
    """Remove what was said about a subject whose person is taken out by the retention periods."""
    return Message.objects.filter(about=subject).delete()[0]
