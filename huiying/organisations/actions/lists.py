"""Uploaded lists of any slice: taking them in, starting the job on them, handing rows back, forgetting.

Whoever uploaded a list is the only one to see it. The upload is dropped once it is in, everything
else after seven days.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from huiying.audit import actions as audit
from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.jobs import actions as jobs
from huiying.jobs.choices import RunState
from huiying.jobs.models import Run
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.organisations.actions.acting import require
from huiying.organisations.choices import ListKind
from huiying.organisations.models import ListImport, UploadedList
from huiying.people.choices import Permission
from huiying.people.models import Person

TASK = "huiying.organisations.tasks.run_list"
KEPT = timedelta(days=7)
"""How long uploads, failed rows and one-time passwords are kept."""

NOT_YOURS = gettext_noop("This list was uploaded by somebody else; only they may see it.")
IN_HAND = gettext_noop("This list is being worked on. Please wait until that is done.")
IS_GONE = gettext_noop("The uploaded file has been deleted. Please upload it again.")
NOTHING_FAILED = gettext_noop("There is no file of failed rows here (any more).")
NO_PASSWORDS = gettext_noop("There are no one-time passwords here (any more).")

CHECKED = gettext_noop("%(rows)s rows were read; %(failed)s of them need a look.")
BROUGHT_IN = gettext_noop("%(rows)s rows were read: %(good)s are in, %(failed)s came back.")

L = TypeVar("L", bound=UploadedList)


@transaction.atomic
def upload_list(
    upload: "UploadedFile[bytes]", kind: ListKind, *, by: Person, now: datetime
) -> ListImport:
    """Keep an uploaded list of areas, units or people; nothing of it is read yet."""
    permit(kind, by=by, now=now)
    kept = keep_upload(upload, by=by, now=now)
    one = ListImport(kind=kind, by=by, name=kept.name, upload=kept, created_at=now)
    one.save(force_insert=True)
    note("upload", one, by=by, now=now, data={"kind": kind}, first=True)
    return one


@transaction.atomic
def start_list(one: ListImport, *, by: Person, now: datetime, is_dry: bool) -> ListImport:
    """Have the worker check a list (`is_dry`) or bring its good rows in."""
    permit(ListKind(one.kind), by=by, now=now)
    one = taken(one, by=by)
    begin(one, f"list.{one.kind}", TASK, now=now, is_dry=is_dry)
    return one


def permit(kind: ListKind, *, by: Person, now: datetime) -> None:
    """Areas and units change everybody's ground; people and groups are entered within one's own reach."""
    if kind == ListKind.PEOPLE:
        require(by, Permission.MANAGE_PEOPLE, now=now)
        require(by, Permission.MANAGE_GRANTS, now=now)
    elif kind == ListKind.GROUPS:
        require(by, Permission.MANAGE_ORGANISATIONS, now=now)
    else:
        require(by, Permission.MANAGE_ORGANISATIONS, everywhere=True, now=now)


def keep_upload(upload: "UploadedFile[bytes]", *, by: Person, now: datetime) -> Attachment:
    """Keep a table that belongs to a list."""
    kept = files.keep(upload, by=by, now=now, is_table=True)
    files.claim([kept], now=now)
    return kept


def taken(one: L, *, by: Person) -> L:
    """The list, held until the transaction ends; refused while a job runs or when it is gone."""
    own(one, by)
    rows = type(one)._default_manager  # noqa: SLF001 - of a model not known here
    one = rows.select_for_update(of=("self",)).select_related("run").get(pk=one.pk)
    if one.run is not None and one.run.state == RunState.RUNNING:
        raise NotPossible(IN_HAND)
    if one.upload_id is None:
        raise NotPossible(IS_GONE)
    return one


def begin(
    one: UploadedList,
    job: str,
    task: str,
    *,
    now: datetime,
    is_dry: bool,
    data: Mapping[str, object] | None = None,
) -> None:
    """Save the list with a new run of the job and put the task off."""
    one.is_dry, one.counts_json, one.faults_json = is_dry, "{}", "[]"
    one.run = jobs.start_run(job, one.name, by=one.by, now=now)
    one.save()
    told = {**(data or {}), "run": one.run.pk}
    note("check" if is_dry else "start", one, by=one.by, now=now, data=told)
    jobs.enqueue(task, one.pk)


@transaction.atomic
def note_outcome(
    one: UploadedList,
    *,
    counts: Mapping[str, int],
    faults: Sequence[Mapping[str, Any]],
    failed: "UploadedFile[bytes] | None",
    now: datetime,
) -> None:
    """Keep what a job found. The upload of a list that is in is no longer needed and is dropped."""
    one.counts_json = json.dumps(dict(counts))
    one.faults_json = json.dumps(list(faults), ensure_ascii=False, default=str)
    if one.failed is not None:
        files.drop(one.failed, by=audit.TIMER, now=now, reason="replaced")
        one.failed = None
    if failed is not None:
        one.failed = keep_upload(failed, by=one.by, now=now)
    one.save()
    if not one.is_dry and one.upload is not None:
        files.drop(one.upload, by=audit.TIMER, now=now, reason="imported")
    note("end", one, by=audit.TIMER, now=now, data=dict(counts))


def finish(
    one: UploadedList, run: Run, *, rows: int, failed: int, now: datetime, skipped: int = 0
) -> None:
    """End the run of a list with the sentence that says how many rows came in and came back."""
    told = {"rows": rows, "good": rows - failed - skipped, "failed": failed}
    jobs.finish_run(run, now=now, template=CHECKED if one.is_dry else BROUGHT_IN, values=told)


@transaction.atomic
def note_secrets(one: ListImport, told: "UploadedFile[bytes]", *, now: datetime) -> None:
    """Keep the one-time passwords of new accounts until they are fetched."""
    one.secrets = keep_upload(told, by=one.by, now=now)
    one.save(update_fields=["secrets"])


@transaction.atomic
def fetch_failed(one: UploadedList, *, by: Person, now: datetime) -> Attachment:
    """The failed rows, for whoever uploaded the list; the look is on record."""
    own(one, by)
    if one.failed is None:
        raise NotPossible(NOTHING_FAILED)
    note("fetch", one, by=by, now=now, data={"file": str(one.failed.pk)})
    return one.failed


@transaction.atomic
def fetch_secrets(one: ListImport, *, by: Person, now: datetime) -> bytes:
    """The one-time passwords, told once: afterwards they are gone."""
    own(one, by)
    one = (
        ListImport.objects.select_for_update(of=("self",)).select_related("secrets").get(pk=one.pk)
    )
    if one.secrets is None:
        raise NotPossible(NO_PASSWORDS)
    with default_storage.open(one.secrets.stored_as) as file:
        content = bytes(file.read())
    note("passwords", one, by=by, now=now, data={})
    files.drop(one.secrets, by=by, now=now, reason="told")
    return content


def forget_lists(now: datetime) -> int:
    """Drop the files of lists older than a week; returns how many lists had some."""
    old = ListImport.objects.filter(created_at__lt=now - KEPT)
    kept = old.exclude(upload=None, failed=None, secrets=None)
    return drop_files(kept.select_related("upload", "failed", "secrets"), now=now)


def drop_files(lists: Iterable[UploadedList], *, now: datetime) -> int:
    """Drop whatever these lists keep; returns how many they were."""
    count = 0
    for one in lists:
        for kept in (one.upload, one.failed, getattr(one, "secrets", None)):
            if kept is not None:
                files.drop(kept, by=audit.TIMER, now=now, reason="seven days")
        count += 1
    return count


def own(one: UploadedList, by: Person) -> None:
    if one.by_id != by.pk:
        raise NotAllowed(NOT_YOURS)


def note(
    what: str,
    one: UploadedList,
    *,
    by: audit.Named,
    now: datetime,
    data: Mapping[str, object],
    first: bool = False,
) -> None:
    """Write what happens to a list into the record."""
    kind = f"{one.SUBJECT}.{what}"
    audit.record(kind, one.subject, by=by, now=now, data=data, first=first)
