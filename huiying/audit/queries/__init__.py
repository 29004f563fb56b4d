"""Reading and checking the record."""

from huiying.audit.queries.asking import ask
from huiying.audit.queries.reading import (
    events_of,
    head_of,
    oldest_pending,
    set_aside,
    unsigned_since,
    waiting,
)
from huiying.audit.queries.sealing import is_locked
from huiying.audit.queries.verifying import Report, verify

__all__ = [
    "Report",
    "ask",
    "events_of",
    "head_of",
    "is_locked",
    "oldest_pending",
    "set_aside",
    "unsigned_since",
    "verify",
    "waiting",
]
