"""Putting messages into the outbox, in the transaction of what they tell of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext

from huiying.lib import bulk
from huiying.lib.phones import is_mobile
from huiying.notifications.choices import Channel, Code, MessageState
from huiying.notifications.models import Message
from huiying.notifications.rules import OUTWARD, TEMPLATES, hidden, shown
from huiying.people.choices import ToldBy
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
    message.channel, message.to = to.channel, to.value
    _queue(message, now)
    message.save(force_insert=True)
    return message


def tell(
    code: Code, people: Iterable[Person], *, values: Mapping[str, object], about: str, now: datetime
) -> list[Message]:
    """Put a message into the inbox of members of staff, each in their language; what cannot wait goes
    out by the channel they chose as well."""
    reached = list(people)
    messages = _inbox(code, reached, values, about, now)
    if code in OUTWARD:
        messages += [
            _outward(message, person, now)
            for message, person in zip(messages, reached, strict=True)
            if _way_of(person)
        ]
    return Message.objects.bulk_create(messages)


def _way_of(person: Person) -> str:
    """The telephone number or address outside the platform that somebody chose, if any."""
    return {ToldBy.SMS.value: person.phone, ToldBy.EMAIL.value: person.email}.get(
        person.told_by, ""
    )


def _outward(said: Message, person: Person, now: datetime) -> Message:
    """The same words as in the inbox, to the outbox."""
    channel = Channel.SMS if person.told_by == ToldBy.SMS else Channel.EMAIL
    message = Message(
        channel=channel,
        to=_way_of(person),
        person=person,
        code=said.code,
        language=said.language,
        title=said.title,
        text=said.text,
        about=said.about,
        created_at=now,
    )
    _queue(message, now)
    return message


def _queue(message: Message, now: datetime) -> None:
    """Due at once; a text message to a number that takes none has failed already."""
    message.due_at = now
    if message.channel == Channel.SMS and not is_mobile(message.to):
        message.state, message.fault, message.due_at = MessageState.FAILED, "no mobile number", None


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


Line = tuple[Iterable[Person], Mapping[str, object], str]
"""Whom to tell, with which values, about which subject."""


def tell_many(code: Code, lines: Iterable[Line], *, now: datetime) -> int:
    """Put many messages of one kind into inboxes, each in its reader's language; returns how many.

    A thousand lines at a time, past the models: a message costs a tenth of what `tell` takes.
    """
    rest, total = iter(lines), 0
    while chunk := list(islice(rest, CHUNK)):
        total += _insert_all(code, chunk, now)
    return total


def _insert_all(code: Code, lines: Sequence[Line], now: datetime) -> int:
    fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
    place = {field.attname: number for number, field in enumerate(fields)}
    languages: dict[str, list[tuple[int, Mapping[str, object], str]]] = {}
    for people, values, about in lines:
        for person in people:
            languages.setdefault(person.language, []).append((person.pk, values, about))
    rows = []
    for language, wanted in languages.items():
        empty = _in_inbox(code, language, now)
        usual = [
            field.get_db_prep_save(getattr(empty, field.attname), connection) for field in fields
        ]
        for person_id, title, text, about in _said(code, language, wanted):
            row = usual.copy()
            row[place["person_id"]], row[place["about"]] = person_id, about
            row[place["title"]], row[place["text"]] = title, text
            rows.append(row)
    if rows:
        columns = [field.column or "" for field in fields]
        with connection.cursor() as cursor:
            bulk.put(cursor, connection.vendor, Message._meta.db_table, columns, rows)
    return len(rows)


def _said(
    code: Code, language: str, wanted: Iterable[tuple[int, Mapping[str, object], str]]
) -> Iterator[tuple[int, str, str, str]]:
    """(reader, title, text, subject); what several read of one subject is put into words once."""
    template = TEMPLATES[code]
    with translation.override(language):
        title, text = gettext(template.title), gettext(template.text)
        last, said = "", ("", "")
        for person_id, values, about in wanted:
            if about != last:
                filled = {name: shown(value) for name, value in values.items()}
                last, said = about, ((title % filled)[:200], text % filled)
            yield person_id, *said, about


def _in_inbox(code: Code, language: str, now: datetime) -> Message:
    return Message(
        channel=Channel.IN_APP,
        code=code,
        language=language,
        state=MessageState.SENT,
        created_at=now,
        sent_at=now,
    )


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
