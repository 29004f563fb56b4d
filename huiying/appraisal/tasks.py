"""What the worker does for the appraisal."""

from datetime import datetime

from huiying.appraisal.actions import figures


def build_when_due(now: datetime) -> None:
    """Put the night's build off to the queue. Every five minutes."""
    figures.build_when_due(now)
