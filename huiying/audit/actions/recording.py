"""Writing events: one look at the head of the chain, one insert."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Protocol

from django.db import IntegrityError, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Exists, OuterRef

from huiying.audit.actions.reacting import subscribed
from huiying.audit.models import Event, Pending
from huiying.audit.rules import NOTHING, canonical, event_hash
from huiying.lib.errors import NotPossible, gettext_noop

CHUNK = 500
COLUMNS = ("at", "kind", "subject", "seq", "actor", "reason", "data", "prev_hash", "hash")
# Plain SQL, because these three run with every single change; the ORM doubles their price.
HEAD = "SELECT seq, hash FROM events WHERE subject = %s ORDER BY seq DESC LIMIT 1"
INSERT = (
    f"INSERT INTO events ({', '.join(COLUMNS)})"  # noqa: S608 - constant names
    f" VALUES ({', '.join(['%s'] * len(COLUMNS))}) RETURNING id"
)
QUEUE = (
    "INSERT INTO pending (event_id, subject, done, tries, fault, set_aside)"
    " VALUES (%s, %s, '', 0, '', %s)"
)
BUSY = gettext_noop("Somebody else changed this at the same moment. Please look again and repeat.")


class Named(Protocol):
    """Whoever can stand as an actor in the record: an id such as `person:7`, never a name."""

    @property
    def audit_name(self) -> str: ...


@dataclass(frozen=True)
class Actor:
    """An actor that is not a person with an account."""

    audit_name: str


TIMER = Actor("timer")
"""What happens because time passed."""


@dataclass(frozen=True)
class Entry:
    """One event to be written by `record_many`."""

    kind: str
    subject: str
    by: Named | str
    now: datetime
    data: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""
    first: bool = False


def record(  # noqa: PLR0913 - the one sentence every action says: who did what to which thing, when, why
    kind: str,
    subject: str,
    *,
    by: Named | str,
    now: datetime,
    data: Mapping[str, object] | None = None,
    reason: str = "",
    first: bool = False,
) -> Event:
    """Write one event inside the caller's transaction.

    `first=True` promises that the subject is new and saves the look for its head. Raises
    NotPossible when another transaction wrote to the same subject meanwhile; the caller's
    transaction is then lost and may be repeated whole.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event is recorded in the transaction of the change it tells of.")
    entry = Entry(kind, subject, by, now, data or {}, reason, first)
    with connection.cursor() as cursor:
        event = _event(entry, *_next(None if first else _head(cursor, subject)))
        try:
            event.pk = _insert(cursor, event)
        except IntegrityError as error:
            raise NotPossible(BUSY) from error
        if kind in subscribed:
            cursor.execute(QUEUE, [event.pk, subject, False])
    return event


def record_many(entries: Iterable[Entry]) -> int:
    """Write many events in the caller's transaction, in order; returns how many. For imports."""
    if not connection.in_atomic_block:
        raise RuntimeError("Events are recorded in the transaction of the change they tell of.")
    rest, written = iter(entries), 0
    while chunk := list(islice(rest, CHUNK)):
        heads = _heads({entry.subject for entry in chunk if not entry.first})
        events = []
        for entry in chunk:
            event = _event(entry, *_next(heads.get(entry.subject)))
            heads[entry.subject] = (event.seq, event.hash)
            events.append(event)
        try:
            Event.objects.bulk_create(events)
        except IntegrityError as error:
            raise NotPossible(BUSY) from error
        Pending.objects.bulk_create(
            Pending(event=event, subject=event.subject)
            for event in events
            if event.kind in subscribed
        )
        written += len(events)
    return written


def _head(cursor: CursorWrapper, subject: str) -> tuple[int, str] | None:
    cursor.execute(HEAD, [subject])
    found: tuple[int, str] | None = cursor.fetchone()
    return found


def _insert(cursor: CursorWrapper, event: Event) -> int:
    at = connection.ops.adapt_datetimefield_value(event.at)
    texts = [getattr(event, name) for name in COLUMNS[1:]]
    cursor.execute(INSERT, [at, *texts])
    return int(cursor.fetchone()[0])


def _heads(subjects: set[str]) -> dict[str, tuple[int, str]]:
    later = Event.objects.filter(subject=OuterRef("subject"), seq__gt=OuterRef("seq"))
    heads = Event.objects.filter(~Exists(later), subject__in=subjects)
    return {
        subject: (seq, value) for subject, seq, value in heads.values_list("subject", "seq", "hash")
    }


def _next(head: tuple[int, str] | None) -> tuple[int, str]:
    return (head[0] + 1, head[1]) if head else (1, NOTHING)


def _event(entry: Entry, seq: int, prev_hash: str) -> Event:
    actor = entry.by if isinstance(entry.by, str) else entry.by.audit_name
    data = canonical(entry.data)
    value = event_hash(
        link=(entry.subject, seq, prev_hash),
        at=entry.now,
        kind=entry.kind,
        actor=actor,
        reason=entry.reason,
        data=data,
    )
    return Event(
        at=entry.now,
        kind=entry.kind,
        subject=entry.subject,
        seq=seq,
        actor=actor,
        reason=entry.reason,
        data=data,
        prev_hash=prev_hash,
        hash=value,
    )
