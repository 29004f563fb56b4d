"""Uploaded lists: taking them in, starting the job on them, handing failed rows back, forgetting."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.actions.importing.storing import Target
from huiying.cases.models import RequestImport
from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.jobs import actions as jobs
from huiying.jobs.choices import RunState
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

TASK = "huiying.cases.tasks.run_import"
KEPT = timedelta(days=7)
"""How long uploads and failed rows are kept."""

NOT_YOURS = gettext_noop("This list was uploaded by somebody else; only they may see it.")
IN_HAND = gettext_noop("This list is being worked on. Please wait until that is done.")
IS_GONE = gettext_noop("The uploaded file has been deleted. Please upload it again.")
NOTHING_FAILED = gettext_noop("There is no file of failed rows here (any more).")


@dataclass(frozen=True)
class Plan:
    """How a list is to be read; `mapping` in the shape of the TOML file."""

    target: Target
    mapping: Mapping[str, Any]


@transaction.atomic
def upload_list(
    upload: "UploadedFile[bytes]", plan: Plan, *, header: Sequence[str], by: Person, now: datetime
) -> RequestImport:
    """Keep an uploaded list; nothing of it is read yet but its headings."""
    _permit(plan.target, by, now)
    kept = files.keep(upload, by=by, now=now, is_table=True)
    files.claim([kept], now=now)
    one = RequestImport(
        by=by,
        name=kept.name,
        header_json=json.dumps(list(header), ensure_ascii=False),
        upload=kept,
        created_at=now,
    )
    _set(one, plan)
    one.save(force_insert=True)
    _record("upload", one, by=by, now=now, data={"area": one.area.code}, first=True)
    return one


@transaction.atomic
def start_import(
    one: RequestImport, plan: Plan, *, by: Person, now: datetime, is_dry: bool
) -> RequestImport:
    """Have the worker check a list (`is_dry`) or bring it in."""
    _own(one, by)
    _permit(plan.target, by, now)
    one = RequestImport.objects.select_for_update(of=("self",)).select_related("run").get(pk=one.pk)
    if one.run is not None and one.run.state == RunState.RUNNING:
        raise NotPossible(IN_HAND)
    if one.upload_id is None:
        raise NotPossible(IS_GONE)
    _set(one, plan)
    one.is_dry, one.counts_json, one.faults_json = is_dry, "{}", "[]"
    kind = "requests.check" if is_dry else "requests.import"
    one.run = jobs.start_run(kind, one.name, by=by, now=now)
    one.save()
    told = {"area": plan.target.area.code, "source": one.source, "run": one.run.pk}
    _record("check" if is_dry else "start", one, by=by, now=now, data=told)
    jobs.enqueue(TASK, one.pk)
    return one


@transaction.atomic
def note_outcome(
    one: RequestImport,
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
        one.failed = files.keep(failed, by=one.by, now=now, is_table=True)
        files.claim([one.failed], now=now)
    one.save()
    if not one.is_dry and one.upload is not None:
        files.drop(one.upload, by=audit.TIMER, now=now, reason="imported")
    _record("end", one, by=audit.TIMER, now=now, data=dict(counts))


@transaction.atomic
def fetch_failed(one: RequestImport, *, by: Person, now: datetime) -> Attachment:
    """The failed rows, for whoever uploaded the list; the look is on record."""
    _own(one, by)
    if one.failed is None:
        raise NotPossible(NOTHING_FAILED)
    _record("fetch", one, by=by, now=now, data={"file": str(one.failed.pk)})
    return one.failed


def forget_imports(now: datetime) -> int:
    """Drop the files of lists older than a week; returns how many lists had some."""
    old = RequestImport.objects.filter(created_at__lt=now - KEPT).exclude(
        upload__isnull=True, failed__isnull=True
    )
    found = list(old.select_related("upload", "failed"))
    for one in found:
        for kept in filter(None, (one.upload, one.failed)):
            files.drop(kept, by=audit.TIMER, now=now, reason="seven days")
    return len(found)


def _permit(target: Target, by: Person, now: datetime) -> None:
    may(by, Permission.IMPORT_REQUESTS, area=target.area, on=local_date(now)).require()


def _own(one: RequestImport, by: Person) -> None:
    if one.by_id != by.pk:
        raise NotAllowed(NOT_YOURS)


def _set(one: RequestImport, plan: Plan) -> None:
    one.area, one.unit, one.source = plan.target.area, plan.target.unit, plan.target.source
    one.mapping_json = json.dumps(dict(plan.mapping), ensure_ascii=False)


def _record(
    what: str,
    one: RequestImport,
    *,
    by: audit.Named,
    now: datetime,
    data: Mapping[str, object],
    first: bool = False,
) -> None:
    audit.record(f"import.{what}", f"import:{one.pk}", by=by, now=now, data=data, first=first)
