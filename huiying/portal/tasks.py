"""What the worker does for the portal."""

from datetime import datetime

from huiying.portal.actions import forget_codes, forget_tries


def forget_old_tries(now: datetime) -> None:
    """Forget wrong tries and codes that count no more."""
    forget_tries(now)
    forget_codes(now)
