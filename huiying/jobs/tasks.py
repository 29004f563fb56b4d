"""What the worker does for the jobs themselves."""

import os
import socket
from datetime import datetime

from huiying.jobs import actions


def note_alive(now: datetime) -> None:
    """Say that this worker lives. Every ten seconds."""
    actions.note_alive(f"{socket.gethostname()}:{os.getpid()}"[:80], now)


def tidy(now: datetime) -> None:
    """Forget old answers, mark lost runs. Every hour."""
    actions.forget_keys(now)
    actions.fail_lost_runs(now)
