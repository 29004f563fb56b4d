"""A long job as a page shows it."""

from dataclasses import dataclass

from django.utils.translation import gettext

from huiying.jobs.choices import RunState
from huiying.jobs.models import Run
from huiying.jobs.rules import percent


@dataclass(frozen=True)
class RunLine:
    """`percent` is None when the whole is not known; `result` is an attachment's uuid or empty."""

    title: str
    state: str
    label: str
    running: bool
    percent: int | None
    done: int
    failed: int
    sentence: str
    result: str


def run_line(run: Run) -> RunLine:
    """In the reader's language."""
    return RunLine(
        title=run.title,
        state=run.state,
        label=str(RunState(run.state).label),
        running=run.state == RunState.RUNNING,
        percent=percent(run.done, run.total),
        done=run.done,
        failed=run.failed,
        sentence=gettext(run.template) % run.values if run.template else "",
        result=run.result,
    )
