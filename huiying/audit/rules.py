"""What is hashed, and how: pure, so that anybody can recompute the record from an export."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256

NOTHING = ""
"""The `prev_hash` of the first event of a subject and of the first root."""


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if isinstance(value, date) else str(value)


_CANONICAL = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
)


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces and no escapes: one text for one value."""
    return _CANONICAL.encode(value)


def instant(at: datetime) -> str:
    """A moment as it enters a hash: UTC with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def hash_of(fields: Mapping[str, object]) -> str:
    """SHA-256 (64 hex digits) over the canonical JSON of the fields."""
    return sha256(canonical(fields).encode()).hexdigest()


def event_hash(
    *, link: tuple[str, int, str], at: datetime, kind: str, actor: str, reason: str, data: str
) -> str:
    """The hash of one event; `link` is (subject, number in its chain, hash of the event before)."""
    subject, seq, prev_hash = link
    return hash_of(
        {
            "subject": subject,
            "seq": seq,
            "prev_hash": prev_hash,
            "at": instant(at),
            "kind": kind,
            "actor": actor,
            "reason": reason,
            "data": data,
        }
    )


Ranges = tuple[tuple[int, int], ...]
"""Disjoint inclusive ranges of ids, rising."""


def ranges_text(ranges: Ranges) -> str:
    """`((3, 3), (7, 9))` → `3 7-9`."""
    return " ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in ranges)


def ranges_from(text: str) -> Ranges:
    """The inverse of `ranges_text`."""
    pairs = (part.partition("-") for part in text.split())
    return tuple((int(a), int(b or a)) for a, _, b in pairs)


def ranges_of(ids: Iterable[int]) -> Ranges:
    """Rising ids, gathered into ranges."""
    found: list[tuple[int, int]] = []
    for number in ids:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


def without(ranges: Ranges, taken: Ranges) -> Ranges:
    """The ids of `ranges` that are not in `taken`."""
    return tuple(piece for low, high in ranges for piece in _cut(low, high, taken))


def _cut(low: int, high: int, taken: Ranges) -> Iterator[tuple[int, int]]:
    for a, b in taken:
        if b < low or a > high:
            continue
        if a > low:
            yield (low, a - 1)
        low = b + 1
    if low <= high:
        yield (low, high)


def within(ranges: Ranges, low: int, high: int) -> Ranges:
    """The part of `ranges` that lies between `low` and `high`, both included."""
    return tuple((max(a, low), min(b, high)) for a, b in ranges if a <= high and b >= low)


def size(ranges: Ranges) -> int:
    """How many ids the ranges hold."""
    return sum(b - a + 1 for a, b in ranges)


def root_line(number: int, value: str) -> bytes:
    """One event, id and hash, as it enters the digest of a root."""
    return f"{number}:{value}\n".encode()
