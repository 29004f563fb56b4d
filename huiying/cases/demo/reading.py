"""What waits in the demo city has been read, as the worker does every second."""

from datetime import datetime

from huiying.cases.tasks.reading import read_waiting


def read_all(now: datetime) -> None:
    """Read portion after portion until nothing waits unread."""
    while read_waiting(now):
        pass
