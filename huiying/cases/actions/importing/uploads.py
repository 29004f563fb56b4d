"""Uploaded lists of requests: taking them in, starting the job on them, forgetting."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from huiying.cases.actions.importing.storing import Target
from huiying.cases.models import RequestImport
from huiying.lib.clock import local_date
from huiying.organisations.actions import lists
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

TASK = "huiying.cases.tasks.run_import"


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
    kept = lists.keep_upload(upload, by=by, now=now)
    one = RequestImport(
        by=by,
        name=kept.name,
        header_json=json.dumps(list(header), ensure_ascii=False),
        upload=kept,
        created_at=now,
    )
    _set(one, plan)
    one.save(force_insert=True)
    lists.note("upload", one, by=by, now=now, data={"area": one.area.code}, first=True)
    return one


@transaction.atomic
def start_import(
    one: RequestImport, plan: Plan, *, by: Person, now: datetime, is_dry: bool
) -> RequestImport:
    """Have the worker check a list (`is_dry`) or bring it in."""
    lists.own(one, by)
    _permit(plan.target, by, now)
    one = lists.taken(one, by=by)
    _set(one, plan)
    job = "requests.check" if is_dry else "requests.import"
    told = {"area": plan.target.area.code, "source": one.source}
    lists.begin(one, job, TASK, now=now, is_dry=is_dry, data=told)
    return one


def forget_imports(now: datetime) -> int:
    """Drop the files of lists older than a week; returns how many lists had some."""
    old = RequestImport.objects.filter(created_at__lt=now - lists.KEPT)
    kept = old.exclude(upload=None, failed=None).select_related("upload", "failed")
    return lists.drop_files(kept, now=now)


def _permit(target: Target, by: Person, now: datetime) -> None:
    may(by, Permission.IMPORT_REQUESTS, area=target.area, on=local_date(now)).require()


def _set(one: RequestImport, plan: Plan) -> None:
    one.area, one.unit, one.source = plan.target.area, plan.target.unit, plan.target.source
    one.mapping_json = json.dumps(dict(plan.mapping), ensure_ascii=False)
