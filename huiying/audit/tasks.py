"""What the worker does for the record."""

from datetime import datetime

from huiying.audit import actions


def drain(now: datetime) -> int:
    """Run the reactions that wait; returns how many events were finished."""
    return actions.drain(now)


def sign_root(now: datetime) -> None:
    """Sign what was recorded since the last root. Every minute."""
    actions.sign_root(now)
