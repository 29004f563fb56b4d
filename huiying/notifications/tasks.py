"""What the worker does for the messages."""

from datetime import datetime

from huiying.notifications import actions


def deliver(now: datetime) -> None:
    """Send what waits. Every second."""
    while actions.deliver(now):
        pass
