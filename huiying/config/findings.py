"""What `huiying check` asks of the slices that work in the background."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from huiying.audit import queries as audit
from huiying.config.wiring import Finding
from huiying.notifications import queries as notifications

LATE = timedelta(minutes=5)


def background(now: datetime) -> Iterator[Finding]:
    """The record, its reactions and the messages."""
    if audit.is_locked():
        yield Finding(True, "The database refuses to change the audit record.")
    else:
        yield Finding(False, "The database lets the audit record be changed: a trigger is missing.")
    unsigned = audit.unsigned_since(now - LATE)
    if unsigned:
        yield Finding(False, f"{unsigned} events wait too long for a signed root.")
    else:
        yield Finding(True, "The audit record is signed.")
    if aside := audit.set_aside().count():
        yield Finding(False, f"{aside} events were set aside because their reactions kept failing.")
    if failed := notifications.failed().count():
        yield Finding(False, f"{failed} messages could not be sent.")
