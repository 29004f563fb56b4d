"""Following a long job. Report between transactions: what is inside one, nobody sees yet."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from huiying.audit.actions import TIMER, Named, record
from huiying.jobs.choices import RunState
from huiying.jobs.models import Run
from huiying.lib.errors import Refused, gettext_noop

SILENCE = timedelta(hours=1)
"""A run that reported nothing for so long is lost."""
LOST = gettext_noop(
    "The work stopped before it was finished. What was done is kept; please start it again."
)


@transaction.atomic
def start_run(kind: str, title: str, *, by: Named, now: datetime, total: int | None = None) -> Run:
    """Begin a long job; `kind` such as `import.requests`, `title` what the person calls it."""
    run = Run.objects.create(
        kind=kind, title=title[:200], by=by.audit_name, total=total, started_at=now, seen_at=now
    )
    record("run.start", f"run:{run.pk}", by=by, now=now, data={"kind": kind}, first=True)
    return run


def report_progress(
    run: Run, *, done: int, now: datetime, failed: int = 0, total: int | None = None
) -> None:
    """Say how many of how many are done, and how many of those failed."""
    run.done, run.failed, run.seen_at = done, failed, now
    if total is not None:
        run.total = total
    run.save(update_fields=["done", "failed", "seen_at", "total"])


def finish_run(
    run: Run,
    *,
    now: datetime,
    template: str = "",
    values: Mapping[str, object] | None = None,
    result: str = "",
) -> None:
    """End a job well, with a sentence and, perhaps, the uuid of a file to fetch."""
    run.result = result
    _end(run, RunState.DONE, now, template, values or {})


def fail_run(run: Run, *, now: datetime, why: Refused) -> None:
    """End a job badly, with the sentence that says why."""
    _end(run, RunState.FAILED, now, why.template, why.values)


def fail_lost_runs(now: datetime) -> int:
    """Mark what was running when its worker died; returns how many."""
    lost = Run.objects.filter(state=RunState.RUNNING, seen_at__lt=now - SILENCE)
    for run in lost:
        _end(run, RunState.FAILED, now, LOST, {})
    return len(lost)


@transaction.atomic
def _end(
    run: Run, state: RunState, now: datetime, template: str, values: Mapping[str, object]
) -> None:
    run.state, run.finished_at, run.seen_at = state, now, now
    run.template = template
    run.values_json = json.dumps(dict(values), ensure_ascii=False, default=str)
    run.save()
    counts = {"state": state.value, "done": run.done, "failed": run.failed}
    record("run.end", f"run:{run.pk}", by=TIMER, now=now, data=counts)
