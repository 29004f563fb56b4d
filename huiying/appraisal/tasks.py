"""What the worker does for the appraisal."""

from datetime import date, datetime, timedelta

from django.conf import settings

from huiying.appraisal.actions import figures, following, proving
from huiying.appraisal.models import Proof, Ranking
from huiying.appraisal.queries import gaming as seen
from huiying.appraisal.rules.gaming import patterns
from huiying.jobs.actions import enqueue
from huiying.lib import clock

LOOKING = 3
"""The hour of the night in which figures are looked at."""


def build_when_due(now: datetime) -> None:
    """Put the night's build off to the queue. Every five minutes."""
    figures.build_when_due(now)


def compute(pk: int) -> None:
    """The queue's task: a ranking somebody asked for."""
    from huiying.appraisal.actions import (  # noqa: PLC0415 - load numpy and DuckDB: worker only
        computing,
        gathering,
    )
    from huiying.warehouse.asking import engine_called  # noqa: PLC0415 - the same

    found = Ranking.objects.filter(pk=pk).first()
    if found is not None:
        source = gathering.Source(settings.DATA_DIR / "warehouse", engine_called("duck"))
        computing.compute(found, source, now=clock.now())


def compare(pk: int) -> None:
    """The queue's task: compute a ranking once more from what is stored."""
    from huiying.appraisal.actions import computing  # noqa: PLC0415 - loads numpy: worker only

    found = Ranking.objects.select_related("scheme").filter(pk=pk).first()
    if found is not None and found.result_sha256:
        computing.comes_out_same(found, now=clock.now())


def prove(pk: int) -> None:
    """The queue's task: the cases behind one figure."""
    from huiying.warehouse.asking import engine_called  # noqa: PLC0415 - loads DuckDB: worker only

    found = Proof.objects.select_related("place__ranking", "run").filter(pk=pk).first()
    if found is not None and not found.snapshot:
        folder = settings.DATA_DIR / "warehouse"
        proving.prove(found, folder, engine_called("duck"), now=clock.now())


def look_when_due(now: datetime) -> None:
    """Put the night's look at the figures off to the queue, once an hour between three and four."""
    local = now.astimezone(clock.SHANGHAI)
    if local.hour == LOOKING:
        enqueue("huiying.appraisal.tasks.look_for_gaming")


def look_for_gaming(on: str = "") -> int:
    """The checks over this month and the last; returns how many findings are new."""
    now = clock.now()
    day = date.fromisoformat(on) if on else clock.local_date(now)
    this = day.replace(day=1)
    return look_at((this - timedelta(days=1)).replace(day=1), now) + look_at(this, now)


def look_at(month: date, now: datetime) -> int:
    """The checks over one month."""
    rows = (seen.handled_in(month), seen.judged_in(month), seen.left_out_in(month))
    found = [
        following.Found(each.rule, each.unit, month, each.count, each.base, each.cases)
        for each in patterns(*rows)
    ]
    return sum(1 for each in found if following.keep_finding(each, now=now) is not None)
