"""The only door to the task queue."""

from datetime import datetime

from django.utils.module_loading import import_string
from django_q.tasks import async_task

from huiying.jobs.models import Heartbeat


def enqueue(task: str, *args: object, **kwargs: object) -> None:
    """Have the worker call `task`, a dotted path, soon after the current transaction commits.

    The queue is a table: the row stands or falls with the caller's transaction. A task that fails
    is run again, three times in all, so it must leave the same state when run twice. Arguments are
    ids and plain values, never rows. Raises ImportError for a path that leads nowhere.
    """
    import_string(task)
    async_task(task, *args, q_options={"task_name": task.removeprefix("huiying.")[:100]}, **kwargs)


def note_alive(worker: str, now: datetime) -> None:
    """A worker's sign of life."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"seen_at": now})
