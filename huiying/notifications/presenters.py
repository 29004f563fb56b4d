"""Messages as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from huiying.lib.phones import mask
from huiying.notifications.choices import Channel, MessageState
from huiying.notifications.models import Message


@dataclass(frozen=True)
class SandboxLine:
    """One message of the sandbox; the address is masked as everywhere in lists."""

    pk: int
    channel: str
    to: str
    title: str
    text: str
    about: str
    state: str
    at: datetime


def sandbox_line(message: Message) -> SandboxLine:
    return SandboxLine(
        pk=message.pk,
        channel=str(Channel(message.channel).label),
        to=mask(message.to) if message.channel == Channel.SMS else message.to,
        title=message.title,
        text=message.text,
        about=message.about,
        state=str(MessageState(message.state).label),
        at=message.sent_at or message.created_at,
    )


@dataclass(frozen=True)
class InboxLine:
    """One message in an inbox; `about` (`case:17`) is turned into a link by the page."""

    pk: int
    title: str
    text: str
    about: str
    at: datetime
    is_read: bool


def inbox_line(message: Message) -> InboxLine:
    return InboxLine(
        pk=message.pk,
        title=message.title,
        text=message.text,
        about=message.about,
        at=message.created_at,
        is_read=message.read_at is not None,
    )
