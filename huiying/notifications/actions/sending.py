"""Putting messages into the outbox, in the transaction of what they tell of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.utils import translation
from django.utils.translation import gettext

from huiying.lib.phones import is_mobile
from huiying.notifications.choices import Channel, Code, MessageState
from huiying.notifications.models import Message
from huiying.notifications.rules import TEMPLATES, hidden, shown
from huiying.people.models import Person

CHINESE = "zh-hans"
CHUNK = 1000


@dataclass(frozen=True)
class Address:
    """Where somebody outside is reached: a telephone number, an e-mail address, an open id."""

    channel: Channel
    value: str


def send(
    code: Code,
    *,
    to: Address,
    values: Mapping[str, object],
    about: str,
    now: datetime,
    language: str = CHINESE,
) -> Message:
    """Put a message to somebody outside into the outbox; it leaves after the commit.

    `about` names the subject (`request:17`). Raises KeyError when a value the text needs is
    missing. A text message to a number that takes none is kept as failed.
    """
    message = _message(code, values, about=about, language=language, now=now)
    message.channel, message.to, message.due_at = to.channel, to.value, now
    if to.channel == Channel.SMS and not is_mobile(to.value):
        message.state, message.fault, message.due_at = MessageState.FAILED, "no mobile number", None
    message.save(force_insert=True)
    return message


def tell(
    code: Code, people: Iterable[Person], *, values: Mapping[str, object], about: str, now: datetime
) -> list[Message]:
    """Put a message into the inbox of members of staff, each in their language."""
    return Message.objects.bulk_create(_inbox(code, people, values, about, now))


def _inbox(
    code: Code, people: Iterable[Person], values: Mapping[str, object], about: str, now: datetime
) -> list[Message]:
    texts: dict[str, Message] = {}
    messages = []
    for person in people:
        language = person.language
        if language not in texts:
            texts[language] = _message(code, values, about=about, language=language, now=now)
        message = texts[language]
        messages.append(
            Message(
                channel=Channel.IN_APP,
                person=person,
                code=code,
                language=language,
                title=message.title,
                text=message.text,
                about=about,
                state=MessageState.SENT,
                created_at=now,
                sent_at=now,
            )
        )
    return messages


def tell_many(
    code: Code,
    lines: Iterable[tuple[Iterable[Person], Mapping[str, object], str]],
    *,
    now: datetime,
) -> int:
    """Put many messages of one kind into inboxes by few statements; each line is (people, values,
    subject). Returns how many went out."""
    rows = (
        message
        for people, values, about in lines
        for message in _inbox(code, people, values, about, now)
    )
    total = 0
    while chunk := list(islice(rows, CHUNK)):
        total += len(Message.objects.bulk_create(chunk))
    return total


def _message(
    code: Code, values: Mapping[str, object], *, about: str, language: str, now: datetime
) -> Message:
    template = TEMPLATES[code]
    with translation.override(language):  # names of clocks and steps are values in this language
        filled = {name: shown(value) for name, value in values.items()}
        title, text = gettext(template.title) % filled, gettext(template.text)
        masked = text % hidden(template, filled) if template.secrets else ""
        text = text % filled
    return Message(
        code=code,
        language=language,
        title=title[:200],
        text=text,
        masked=masked,
        about=about,
        created_at=now,
    )
