"""Putting work off, following it, and answering a repeated request once."""

from huiying.jobs.actions.answering import Answer, forget_keys, once
from huiying.jobs.actions.queueing import enqueue, note_alive
from huiying.jobs.actions.running import (
    fail_lost_runs,
    fail_run,
    finish_run,
    report_progress,
    start_run,
)
from huiying.jobs.actions.sealing import once_sealed

__all__ = [
    "Answer",
    "enqueue",
    "fail_lost_runs",
    "fail_run",
    "finish_run",
    "forget_keys",
    "note_alive",
    "once",
    "once_sealed",
    "report_progress",
    "start_run",
]
