"""What the worker does for the portal."""

from datetime import datetime

from huiying.portal.actions import forget_tries


def forget_old_tries(now: datetime) -> None:
    """Forget wrong tries that count no more."""
    forget_tries(now)
