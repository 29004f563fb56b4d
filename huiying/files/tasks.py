from datetime import datetime

from huiying.files import actions


def clear_out(now: datetime) -> None:
    """Once an hour: what was uploaded and never sent, and bytes that nothing refers to."""
    actions.purge(now=now)
    actions.sweep(now=now)
