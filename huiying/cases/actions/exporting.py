"""Taking a list of cases out as Excel: asked for on a page, made in the background, always on record."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from huiying.audit import actions as audit
from huiying.cases.models import CaseExport
from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.jobs import actions as jobs
from huiying.jobs.choices import RunState
from huiying.jobs.models import Run
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

TASK = "huiying.cases.tasks.run_export"
KIND = "export.cases"
KEPT = timedelta(days=7)
AT_ONCE = 3
READY = gettext_noop("%(rows)s cases are in the file.")


@transaction.atomic
def start_export(query: str, *, by: Person, now: datetime) -> CaseExport:
    """Have the worker write what a filter leaves of the cases this person sees."""
    may(by, Permission.EXPORT, on=local_date(now)).require()
    mine = Run.objects.filter(by=by.audit_name, kind=KIND, state=RunState.RUNNING)
    if mine.count() >= AT_ONCE:
        raise NotPossible(gettext_noop("Your earlier exports are still being made. Please wait."))
    run = jobs.start_run(KIND, _("List of cases"), by=by, now=now)
    one = CaseExport.objects.create(by=by, query=query[:500], run=run, asked_at=now)
    audit.record(KIND, f"export:{one.pk}", by=by, now=now, data={"query": query[:500]}, first=True)
    jobs.enqueue(TASK, one.pk)
    return one


@transaction.atomic
def finish_export(one: CaseExport, content: bytes, *, rows: int, now: datetime) -> None:
    """Keep the file for whoever asked for it."""
    name = f"cases-{local_date(now):%Y%m%d}-{one.pk}.xlsx"
    kept = files.keep(SimpleUploadedFile(name, content), by=one.by, now=now, is_table=True)
    files.claim([kept], now=now)
    assert one.run is not None
    one.run.done = rows
    jobs.finish_run(one.run, now=now, template=READY, values={"rows": rows}, result=str(kept.pk))
    data = {"rows": rows, "sha256": kept.sha256}
    audit.record("export.made", f"export:{one.pk}", by=audit.TIMER, now=now, data=data)


@transaction.atomic
def note_fetch(run: Run, *, by: Person, now: datetime) -> None:
    """Keep a trace of a file being fetched."""
    audit.record("export.fetched", f"run:{run.pk}", by=by, now=now, data={"kind": run.kind})


def forget_exports(now: datetime) -> int:
    """Drop the files of exports older than a week; returns how many."""
    old = Run.objects.filter(kind=KIND, finished_at__lt=now - KEPT).exclude(result="")
    count = 0
    for run in old[:200]:
        with transaction.atomic():
            for kept in Attachment.objects.filter(pk=run.result):
                files.drop(kept, by=audit.TIMER, now=now, reason="seven days")
                count += 1
            Run.objects.filter(pk=run.pk).update(result="")
    return count
