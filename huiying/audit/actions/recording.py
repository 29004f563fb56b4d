"""Writing events: one look at the head of the chain, one insert."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import NamedTuple, Protocol

from django.db import IntegrityError, connection

from huiying.audit.actions.batches import BUSY, Batch, Busy
from huiying.audit.actions.reacting import subscribed
from huiying.audit.models import Event, Pending
from huiying.audit.queries import ask
from huiying.audit.rules import NOTHING, canonical, event_hash
from huiying.lib import bulk

CHUNK = 500


class _Row(NamedTuple):
    """An event before it has a number; the fields are the columns."""

    at: datetime
    kind: str
    subject: str
    seq: int
    actor: str
    reason: str
    data: str
    prev_hash: str
    hash: str


COLUMNS = _Row._fields
# Plain SQL, because these three run with every single change; the ORM doubles their price.
HEAD = "SELECT seq, hash FROM events WHERE subject = %s ORDER BY seq DESC LIMIT 1"
HEADS = """
WITH asked(subject) AS (VALUES {asked}) SELECT asked.subject, (
    SELECT CAST(seq AS text) || ':' || hash FROM events
    WHERE events.subject = asked.subject ORDER BY seq DESC LIMIT 1
) FROM asked
"""
INSERT = (
    f"INSERT INTO events ({', '.join(COLUMNS)})"  # noqa: S608 - constant names
    f" VALUES ({', '.join(['%s'] * len(COLUMNS))})"
)
QUEUE = (  # finds the event by its place, so that nobody asks for its id
    "INSERT INTO pending (event_id, subject, done, tries, fault, set_aside)"
    " SELECT id, subject, '', 0, '', %s FROM events WHERE subject = %s AND seq = %s"
)


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


class _Mine(threading.local):
    """How many events this thread has recorded."""

    recorded = 0


_mine = _Mine()


@dataclass(frozen=True)
class Head:
    """The last event (place, hash) of a subject's chain, if any, and when it was read."""

    found: tuple[int, str] | None
    recorded: int


def record(  # noqa: PLR0913 - the one sentence every action says: who did what to which thing, when, why
    kind: str,
    subject: str,
    *,
    by: Named | str,
    now: datetime,
    data: Mapping[str, object] | None = None,
    reason: str = "",
    first: bool = False,
    into: Batch | None = None,
    head: Head | None = None,
) -> Event:
    """Write one event inside the caller's transaction; it comes back without its id.

    `first=True` promises that the subject is new and saves the look for its head, as does `head`, read
    after the subject was locked, while nothing else was recorded since. With `into` it is
    written when that batch is run. Raises Busy, then or now, when another transaction wrote to
    the same subject meanwhile; the caller's transaction is then lost and may be repeated whole.
    """
    if into is None and not connection.in_atomic_block:
        raise RuntimeError("An event is recorded in the transaction of the change it tells of.")
    entry = Entry(kind, subject, by, now, data or {}, reason, first)
    known = first or (head is not None and head.recorded == _mine.recorded)
    row = _row(entry, *_next((head.found if head else None) if known else _head(subject)))
    _mine.recorded += 1
    batch = into or Batch()
    batch.add(INSERT, _values(row))
    if kind in subscribed:
        batch.add_after(QUEUE, [False, subject, row.seq])
    if into is None:
        batch.run()
    return Event(**row._asdict())


def head_of(found: str | None) -> Head:
    """The head of a chain as `queries.head_of` reads it with something else."""
    seq, _, value = (found or "").partition(":")
    return Head((int(seq), value) if seq else None, _mine.recorded)


def record_many(entries: Iterable[Entry]) -> int:
    """Write many events in the caller's transaction, in order; returns how many. For imports."""
    if not connection.in_atomic_block:
        raise RuntimeError("Events are recorded in the transaction of the change they tell of.")
    rest, written = iter(entries), 0
    _mine.recorded += 1
    while chunk := list(islice(rest, CHUNK)):
        heads = _heads({entry.subject for entry in chunk if not entry.first})
        rows = []
        for entry in chunk:
            row = _row(entry, *_next(heads.get(entry.subject)))
            heads[entry.subject] = (row.seq, row.hash)
            rows.append(row)
        _insert_many(rows)
        written += len(rows)
    return written


def _head(subject: str) -> tuple[int, str] | None:
    return next(((seq, value) for seq, value in ask(HEAD, [subject])), None)


def _insert_many(rows: Sequence[_Row]) -> None:
    with connection.cursor() as cursor:
        ids = bulk.next_ids(cursor, connection.vendor, "events", len(rows))
        numbered = zip(ids, rows, strict=True)
        try:
            given = ([pk, *_values(row)] for pk, row in numbered)
            bulk.put(cursor, connection.vendor, "events", ["id", *COLUMNS], given)
        except IntegrityError as error:
            raise Busy(BUSY) from error
    Pending.objects.bulk_create(
        Pending(event_id=pk, subject=row.subject)
        for pk, row in zip(ids, rows, strict=True)
        if row.kind in subscribed
    )


def _values(row: _Row) -> list[str | int | datetime | None]:
    return [connection.ops.adapt_datetimefield_value(row.at), *row[1:]]


def _heads(subjects: set[str]) -> dict[str, tuple[int, str]]:
    """One look into the index for each subject, however many events there are in all."""
    if not subjects:
        return {}
    asked = ", ".join(["(%s)"] * len(subjects))
    found = ask(HEADS.format(asked=asked), list(subjects))
    return {subject: (int(seq), value) for subject, seq, value in map(_parted, found) if seq}


def _parted(row: tuple[str, str | None]) -> tuple[str, str, str]:
    subject, head = row
    seq, _, value = (head or "").partition(":")
    return subject, seq, value


def _next(head: tuple[int, str] | None) -> tuple[int, str]:
    return (head[0] + 1, head[1]) if head else (1, NOTHING)


def _row(entry: Entry, seq: int, prev_hash: str) -> _Row:
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
    return _Row(
        entry.now, entry.kind, entry.subject, seq, actor, entry.reason, data, prev_hash, value
    )
