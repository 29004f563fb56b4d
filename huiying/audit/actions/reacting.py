"""The outbox: events are handed to the functions that react to them, in order for each subject.

A reaction is a function `(event, now)` that leaves the same state when run twice. It runs inside a
transaction in which its event is also struck off, so its effect and the striking stand or fall
together. Several workers may drain at once: a subject's next event is not taken up before the one
in front of it is gone.
"""

import traceback
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from huiying.audit.models import Event, Pending

Reaction = Callable[[Event, datetime], object]

BATCH = 50
MOST = 1000
TRIES = 7
WAIT = 4
"""After the n-th failure a reaction waits WAIT**(n-1) seconds; after TRIES it is set aside."""

subscribed: dict[str, tuple[Reaction, ...]] = {}
"""Kind of event → its reactions; filled once at start from `config/wiring.py`."""

log = structlog.get_logger()


def subscribe(reactions: Mapping[str, Iterable[Reaction]]) -> None:
    """Replace the table of reactions."""
    subscribed.clear()
    subscribed.update({kind: tuple(found) for kind, found in reactions.items() if found})


def drain(now: datetime) -> int:
    """Run what waits and is due, MOST events at most; returns how many were finished."""
    finished = 0
    while finished < MOST and _ready(now).exists():
        step = _batch(now)
        finished += step
        if not step:
            break
    return finished


def retry(pending: Pending) -> None:
    """Take an event that was set aside up again."""
    Pending.objects.filter(pk=pending.pk).update(tries=0, set_aside=False, due_at=None)


def _ready(now: datetime) -> QuerySet[Pending]:
    earlier = Pending.objects.filter(
        subject=OuterRef("subject"), id__lt=OuterRef("id"), set_aside=False
    )
    due = Q(due_at__isnull=True) | Q(due_at__lte=now)
    return Pending.objects.filter(~Exists(earlier), due, set_aside=False).order_by("id")


def _locked(rows: QuerySet[Pending]) -> QuerySet[Pending]:
    if not connection.features.has_select_for_update_skip_locked:
        return rows.select_related("event")
    return rows.select_related("event").select_for_update(skip_locked=True, of=("self",))


def _batch(now: datetime) -> int:
    """A batch in one transaction; if anything in it fails, each of its reactions in its own."""
    try:
        with transaction.atomic():
            rows = list(_locked(_ready(now))[:BATCH])
            for row in rows:
                for reaction in _left(row):
                    reaction(row.event, now)
            Pending.objects.filter(pk__in=[row.pk for row in rows]).delete()
    except Exception:
        return sum(_one(row.pk, now) for row in rows)
    return len(rows)


def _left(row: Pending) -> list[Reaction]:
    done = row.done.split()
    return [each for each in subscribed.get(row.event.kind, ()) if _name(each) not in done]


def _name(reaction: Reaction) -> str:
    return f"{reaction.__module__}.{reaction.__qualname__}"


def _one(pk: int, now: datetime) -> int:
    """Every reaction of one event in its own transaction; 1 if the event is finished."""
    failed: list[str] = []
    for name in [_name(each) for row in Pending.objects.filter(pk=pk) for each in _left(row)]:
        if fault := _run(pk, name, now):
            failed.append(fault)
    if failed:
        _put_off(pk, failed[0], now)
        return 0
    with transaction.atomic():
        row = _locked(Pending.objects.filter(pk=pk)).first()
        if row is None or _left(row):
            return 0  # another worker has it in hand
        row.delete()
    return 1


def _run(pk: int, name: str, now: datetime) -> str:
    """Run one reaction and strike it off; returns what went wrong, or nothing."""
    try:
        with transaction.atomic():
            row = _locked(Pending.objects.filter(pk=pk)).first()
            if row is None:
                return ""
            for reaction in [each for each in _left(row) if _name(each) == name]:
                reaction(row.event, now)
            row.done = f"{row.done} {name}".strip()
            row.save(update_fields=["done"])
    except Exception as error:
        fault = f"{name}: {_where(error)}"
        log.error("reaction.failed", fault=fault)  # noqa: TRY400 - a message may quote a person
        return fault
    return ""


def _where(error: Exception) -> str:
    """Type and place of an error, without its message."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"


def _put_off(pk: int, fault: str, now: datetime) -> None:
    row = Pending.objects.filter(pk=pk).first()
    if row is None:
        return
    row.tries += 1
    row.fault = fault[:200]
    row.due_at = now + timedelta(seconds=WAIT ** (row.tries - 1))
    row.set_aside = row.tries >= TRIES
    row.save(update_fields=["tries", "fault", "due_at", "set_aside"])
