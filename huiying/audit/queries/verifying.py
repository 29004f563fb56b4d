"""Checking the whole record against its chains and its signed roots, in constant memory."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import chain

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import Q

from huiying.audit.models import Event, Root
from huiying.audit.queries.sealing import KEY, in_ranges, is_locked, keys_folder, noted_path
from huiying.audit.rules import (
    NOTHING,
    ranges_from,
    ranges_of,
    ranges_text,
    root_line,
    without,
)
from huiying.lib.signing import is_signed, key_id, public_key

SHOWN = 20
"""Faults kept in full; the rest are only counted."""
Link = tuple[str, int, str]


@dataclass
class Report:
    """What was looked at and what was found wrong. `unsigned` events are newer than the last root."""

    events: int = 0
    subjects: int = 0
    roots: int = 0
    unsigned: int = 0
    fault_count: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, fault: str) -> None:
        self.fault_count += 1
        if len(self.faults) < SHOWN:
            self.faults.append(fault)


def verify(since: datetime | None = None) -> Report:
    """Check every chain and root, or only what was signed since an instant and what followed."""
    report = Report()
    base = _before(since)
    if not is_locked():
        report.add("The database no longer refuses to change the record: a trigger is missing.")
    for fault in chain(_roots(report, base), _noted(), _chains(report, base)):
        report.add(fault)
    return report


def _before(since: datetime | None) -> Root | None:
    if since is None:
        return None
    return Root.objects.filter(at__lt=since).order_by("-number").first()


def _chains(report: Report, base: Root | None) -> Iterator[str]:
    start = base.up_to if base else 0
    last: Link = ("", 0, NOTHING)
    for event in Event.objects.filter(id__gt=start).order_by("subject", "seq").iterator(500):
        report.events += 1
        if event.subject != last[0]:
            report.subjects += 1
            last = _link_before(event) if start and event.seq > 1 else (event.subject, 0, NOTHING)
        if event.seq != last[1] + 1:
            yield f"{event.subject}: number {last[1] + 1} is missing before event {event.pk}."
        elif event.prev_hash != last[2]:
            yield f"{event.subject}: event {event.pk} does not follow the one before it."
        if event.computed_hash() != event.hash:
            yield f"{event.subject}: event {event.pk} (number {event.seq}) was changed."
        last = (event.subject, event.seq, event.hash)


def _link_before(event: Event) -> Link:
    found = Event.objects.filter(subject=event.subject, seq=event.seq - 1).first()
    return (event.subject, found.seq, found.hash) if found else (event.subject, 0, NOTHING)


def _roots(report: Report, base: Root | None) -> Iterator[str]:
    key = _key()
    last = base
    for root in (
        Root.objects.filter(number__gt=base.number if base else 0).order_by("number").iterator()
    ):
        report.roots += 1
        yield from _link_faults(root, last)
        yield from _seal_faults(root, key)
        yield from _content_faults(root, last)
        last = root
    report.unsigned = Event.objects.filter(id__gt=last.up_to if last else 0).count()


def _key() -> Ed25519PublicKey | None:
    try:
        return public_key(keys_folder(), KEY)
    except (OSError, ValueError):
        return None


def _link_faults(root: Root, last: Root | None) -> Iterator[str]:
    number, value, total = (last.number, last.hash, last.total) if last else (0, NOTHING, 0)
    if root.number != number + 1:
        yield f"Root {number + 1} is missing before root {root.number}."
    elif root.prev_hash != value:
        yield f"Root {root.number} does not follow root {number}."
    elif root.total != total + root.covered:
        yield f"Root {root.number} counts {root.total} events; {total + root.covered} add up."


def _seal_faults(root: Root, key: Ed25519PublicKey | None) -> Iterator[str]:
    if root.computed_hash() != root.hash:
        yield f"Root {root.number} was changed."
    if key is None:
        yield f"Root {root.number} cannot be checked: {KEY}.pub is not in {keys_folder()}."
    elif root.key_id != key_id(key) or not is_signed(key, root.hash, root.signature):
        yield f"Root {root.number} was not signed with our key ({key_id(key)})."


def _content_faults(root: Root, last: Root | None) -> Iterator[str]:
    gaps, late = ranges_from(root.gaps), ranges_from(root.late)
    before = ranges_from(last.gaps) if last else ()
    low = (last.up_to if last else 0) + 1
    new = without(((low, root.up_to),), gaps) if root.up_to >= low else ()
    digest = sha256()
    found: list[tuple[int, int]] = []
    for which in chain(in_ranges(late), in_ranges(new)):
        found.extend(ranges_of(_digested(digest.update, which)))
    missing = without(late + new, tuple(found))
    where = f"root {root.number} of {root.at:%Y-%m-%d %H:%M} UTC"
    if missing:
        yield f"Events {ranges_text(missing)}, signed in {where}, are gone."
    elif digest.hexdigest() != root.digest:
        yield f"An event of {ranges_text(late + new)}, signed in {where}, was changed."
    given_up = without(without(before, gaps), late)
    slipped = (Event.objects.filter(which).order_by("id") for which in in_ranges(given_up))
    ids = chain.from_iterable(events.values_list("id", flat=True) for events in slipped)
    if appeared := ranges_text(ranges_of(ids)):
        yield f"Events {appeared} appeared long after their time, before {where}."


def _digested(update: Callable[[bytes], object], which: Q) -> Iterator[int]:
    events = Event.objects.filter(which).order_by("id").values_list("id", "hash")
    for number, value in events.iterator(chunk_size=500):
        update(root_line(number, value))
        yield number


def _noted() -> Iterator[str]:
    """Roots cut off at the end: the file beside the key remembers the newest."""
    try:
        noted = json.loads(noted_path().read_text())
    except (OSError, ValueError):
        if Root.objects.exists():
            yield f"The note of the newest root is not in {keys_folder()}."
        return
    found = Root.objects.filter(number=noted["number"]).first()
    if found is None:
        yield f"Root {noted['number']} was signed, and it and all after it are gone."
    elif found.hash != noted["hash"]:
        yield f"Root {noted['number']} is not the one that was signed."
