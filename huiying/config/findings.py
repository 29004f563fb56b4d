"""What `huiying check` asks of the slices that work in the background."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from huiying.audit import queries as audit
from huiying.config.wiring import Finding
from huiying.lib.clock import local_date
from huiying.notifications import queries as notifications
from huiying.organisations import queries as organisations

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


def calendar(now: datetime) -> Iterator[Finding]:
    """The working days of this year; from December on, those of the next are missed too."""
    today = local_date(now)
    known = organisations.known_years()
    if today.year in known:
        yield Finding(True, f"The working days of {today.year} are loaded.")
    else:
        yield Finding(
            False,
            f"The working days of {today.year} are not loaded: deadlines are provisional and no "
            f"breach counts. Load the State Council's notice: `huiying import calendar`.",
        )
    if today.month == 12 and today.year + 1 not in known:
        yield Finding(
            False,
            f"The working days of {today.year + 1} are not loaded; deadlines beyond the new year "
            "are provisional. Load the notice on the page Calendar.",
        )
