"""The worker's part: one uploaded list checked or brought in, with its progress."""

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from huiying.cases.actions.importing import Target, note_outcome
from huiying.cases.imports.running import Outcome, count_rows, import_file
from huiying.cases.models import RequestImport
from huiying.cases.rules.importing import column_map
from huiying.jobs import actions as jobs
from huiying.jobs.choices import RunState
from huiying.jobs.models import Run
from huiying.lib.errors import NotPossible, Refused
from huiying.organisations.actions import lists


def work_on(pk: int, clock: Callable[[], datetime]) -> None:
    """Do the job of a list. Running it twice does no harm; a refusal ends the run with its sentence."""
    found = RequestImport.objects.select_related("by", "area", "unit", "upload", "failed", "run")
    one = found.get(pk=pk)
    run = one.run
    if run is None or run.state != RunState.RUNNING:
        return
    with translation.override(one.by.language):
        try:
            outcome = _outcome(one, run, clock)
        except Refused as why:
            jobs.fail_run(run, now=clock(), why=why)
            return
        note_outcome(
            one,
            counts=outcome.counts,
            faults=_faults(outcome),
            failed=_failed(one, outcome),
            now=clock(),
        )
    skipped = outcome.counts["skipped"]
    lists.finish(one, run, rows=outcome.rows, failed=outcome.failed, skipped=skipped, now=clock())


def _outcome(one: RequestImport, run: Run, clock: Callable[[], datetime]) -> Outcome:
    if one.upload is None:
        raise NotPossible(lists.IS_GONE)
    now = clock()

    def tick(done: int, failed: int) -> None:
        jobs.report_progress(run, done=done, failed=failed, now=clock())

    with default_storage.open(one.upload.stored_as) as opened:
        file = cast(BinaryIO, opened.file)
        total = count_rows(file, one.name)
        jobs.report_progress(run, done=0, total=total, now=clock())
        return import_file(
            file,
            one.name,
            column_map(one.mapping),
            Target(one.area, one.source, one.unit),
            by=one.by,
            now=now,
            dry_run=one.is_dry,
            tick=tick,
        )


def _faults(outcome: Outcome) -> list[dict[str, object]]:
    return [
        {
            "row": number,
            "column": fault.column,
            "template": fault.refusal.template,
            "values": fault.refusal.values,
        }
        for number, fault in outcome.faults
    ]


def _failed(one: RequestImport, outcome: Outcome) -> SimpleUploadedFile | None:
    if not outcome.failed:
        return None
    name = f"{PurePath(one.name).stem}-failed.xlsx"
    return SimpleUploadedFile(name, outcome.failed_rows())
