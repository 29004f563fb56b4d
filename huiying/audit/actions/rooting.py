"""Signing the whole record, a minute at a time.

A root covers every event since the root before it, in order of id: its digest is the SHA-256 over
the lines `id:hash`, its hash binds digest, count, running total, highest id and the hash of the
root before it, and that hash is signed with a key outside the database. One signing therefore
reads only what is new, yet an event that is changed, taken out of the middle or cut off the end is
missed by exactly one root, and a forged root by its signature and by the one after it.

Ids are handed out before transactions commit, so a lower id may appear after a higher one was
covered. A root therefore lists the ids below its highest that it did *not* see (`gaps`); when one
of them appears, a later root covers it (`late`). A gap older than PATIENCE belongs to a transaction
that was rolled back; it is dropped, and an event that turns up there later is a fault. PATIENCE
must be longer than any transaction.

The newest root is also noted in a file beside the key (`audit.last`), so that roots cut off
together with their events are missed too. What happened after the newest root, at most about a
minute, is protected by its chains alone.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain

from django.db import IntegrityError, transaction
from django.db.models import Q

from huiying.audit.models import Event, Root
from huiying.audit.queries.sealing import KEY, in_ranges, keys_folder, noted_path
from huiying.audit.rules import (
    NOTHING,
    Ranges,
    ranges_from,
    ranges_of,
    ranges_text,
    root_line,
    size,
    within,
    without,
)
from huiying.lib.signing import SigningKey

MOST = 200_000
"""Events in one root; more wait for the next."""
PATIENCE = timedelta(hours=6)


def sign_root(now: datetime) -> Root | None:
    """Sign what is new since the last root; None when nothing is, or another process just did."""
    key = SigningKey(keys_folder(), KEY)
    newest = None
    while root := _sign_next(key, now):
        newest = root
        if root.covered < MOST:
            break
    if newest is not None:
        _note(newest)
    return newest


def _sign_next(key: SigningKey, now: datetime) -> Root | None:
    try:
        with transaction.atomic():
            root = _next_root(Root.objects.order_by("-number").first(), now)
            if root is not None:
                root.hash = root.computed_hash()
                root.key_id, root.signature = key.key_id, key.sign(root.hash)
                root.save(force_insert=True)
            return root
    except IntegrityError:
        return None


def _next_root(last: Root | None, now: datetime) -> Root | None:
    after = last.up_to if last else 0
    waiting = ranges_from(last.gaps) if last else ()
    digest = sha256()
    parts = (_feed(digest.update, which) for which in in_ranges(waiting))
    late = ranges_of(chain.from_iterable(parts))
    new = ranges_of(_feed(digest.update, Q(id__gt=after)))
    if not late and not new:
        return None
    up_to = new[-1][1] if new else after
    waiting = without(_patient(waiting, now), late)
    gaps = waiting + without(((after + 1, up_to),), new) if new else waiting
    covered = size(late) + size(new)
    return Root(
        number=(last.number if last else 0) + 1,
        at=now,
        up_to=up_to,
        covered=covered,
        total=(last.total if last else 0) + covered,
        gaps=ranges_text(gaps),
        late=ranges_text(late),
        digest=digest.hexdigest(),
        prev_hash=last.hash if last else NOTHING,
    )


def _patient(gaps: Ranges, now: datetime) -> Ranges:
    """The gaps that may still fill: those above the highest id of the last root out of patience."""
    old = Root.objects.filter(at__lt=now - PATIENCE).order_by("-number").first()
    if old is None or not gaps:
        return gaps
    return within(gaps, old.up_to + 1, gaps[-1][1])


def _feed(update: Callable[[bytes], object], which: Q) -> Iterator[int]:
    events = Event.objects.filter(which).order_by("id").values_list("id", "hash")[:MOST]
    for number, value in events.iterator(chunk_size=2000):
        update(root_line(number, value))
        yield number


def _note(root: Root) -> None:
    path = noted_path()
    new = path.with_suffix(".new")
    new.write_text(json.dumps({"number": root.number, "hash": root.hash}))
    new.replace(path)
