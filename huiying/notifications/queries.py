"""Reading messages."""

from django.db.models import Q, QuerySet

from huiying.notifications.choices import Channel, MessageState
from huiying.notifications.models import Message
from huiying.people.models import Person

SANDBOX = "sandbox"
"""The name of the gateway that sends nothing."""


def inbox_of(person: Person) -> QuerySet[Message]:
    """What a member of staff was told in the platform, newest first."""
    return Message.objects.filter(person=person, channel=Channel.IN_APP).order_by("-id")


def inbox_filtered(
    person: Person, *, unread: bool = False, code: str = "", words: str = ""
) -> QuerySet[Message]:
    """One's messages: only those not read, of one occasion, or about something with these words."""
    found = inbox_of(person)
    if unread:
        found = found.filter(read_at__isnull=True)
    if code:
        found = found.filter(code=code)
    for word in words.split():
        found = found.filter(Q(title__contains=word) | Q(text__contains=word))
    return found


def unread_count(person: Person) -> int:
    """How many of them were not read."""
    return inbox_of(person).filter(read_at__isnull=True).count()


def sandbox(channel: str = "", to: str = "") -> QuerySet[Message]:
    """What would have gone out, had the sandbox been a real gateway; newest first."""
    found = Message.objects.filter(gateway=SANDBOX).order_by("-id")
    if channel:
        found = found.filter(channel=channel)
    return found.filter(to=to) if to else found


def messages_about(subject: str) -> QuerySet[Message]:
    """What was said about one subject such as `case:17`, oldest first."""
    return Message.objects.filter(about=subject).order_by("id")


def waiting() -> QuerySet[Message]:
    """What has not gone out yet."""
    return Message.objects.filter(state=MessageState.QUEUED)


def failed() -> QuerySet[Message]:
    """What could not be sent and needs somebody to look at it, newest first."""
    return Message.objects.filter(state=MessageState.FAILED).order_by("-id")
