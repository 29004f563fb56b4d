"""Builders for tests, also of the slices above."""

from typing import Any

from django.utils.module_loading import import_string
from django_q.models import OrmQ


def run_queued() -> int:
    """Do what was enqueued, here and now, as the worker would; returns how many tasks."""
    done = 0
    while row := OrmQ.objects.order_by("id").first():
        task: dict[str, Any] = row.task
        row.delete()
        import_string(task["func"])(*task["args"], **task["kwargs"])
        done += 1
    return done
