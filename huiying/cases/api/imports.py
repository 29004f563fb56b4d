"""Lists of requests by API: send a file, look how far it is, fetch the rows that came back."""

from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile as FileIn
from pydantic import Field

from huiying.cases.actions.importing import Plan, Target, fetch_failed, start_import, upload_list
from huiying.cases.api.stepping import answered_once
from huiying.cases.imports import header_of
from huiying.cases.models import RequestImport
from huiying.cases.rules.importing import DEFAULT_SOURCE, ColumnMap, column_map_of, proposed
from huiying.design.presenters import sentence
from huiying.files.actions import check_table
from huiying.files.views import deliver
from huiying.jobs.actions import Answer
from huiying.jobs.presenters import run_line
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, Refused, WrongInput, gettext_noop
from huiying.organisations.models import Area, Unit
from huiying.people.api import JsonResponse, caller

router = Router()
NO_AREA = gettext_noop("There is no area with the code %(code)s today.")
NO_UNIT = gettext_noop("There is no unit with the code %(code)s today.")


class ImportIn(Schema):
    """How the file is to be read; without a mapping, columns are known by their headings."""

    area: str = Field(pattern=r"^\d{12}$", description="12-digit area code")
    unit: str = Field("", max_length=30, description="code of the unit that gave the replies")
    source: str = Field("", max_length=40)
    mapping: str = Field("", max_length=20_000, description="TOML")
    dry_run: bool = False


IN: ImportIn = Form(...)  # type: ignore[type-arg] # ninja declares a class here, calls a function
FILE: FileIn = File(...)  # type: ignore[type-arg]


@router.post("/imports", summary="Send a list of requests")
def send(request: HttpRequest, told: ImportIn = IN, file: FileIn = FILE) -> JsonResponse:
    """Answers 202 at once; GET /imports/{id} tells how far it is."""
    return answered_once(request, lambda: _send(request, told, file))


def _send(request: HttpRequest, told: ImportIn, file: "UploadedFile[bytes]") -> Answer:
    by, now = caller(request), clock.now()
    header, columns = _read(told, file)
    source = told.source or columns.source or DEFAULT_SOURCE
    plan = Plan(Target(_area(told.area), source, _unit(told.unit)), columns.as_dict())
    one = upload_list(file, plan, header=header, by=by, now=now)
    one = start_import(one, plan, by=by, now=now, is_dry=told.dry_run)
    return Answer(202, sheet(one))


def _read(told: ImportIn, file: "UploadedFile[bytes]") -> tuple[list[str], ColumnMap]:
    try:
        check_table(file)
        header = header_of(cast(BinaryIO, file.file), file.name or "")
    except Refused as why:
        raise WrongInput({"file": [sentence(why)]}) from why
    finally:
        file.seek(0)
    try:
        columns = column_map_of(told.mapping) if told.mapping else proposed(header)
        columns.places(header)
    except Refused as why:
        raise WrongInput({"mapping": [sentence(why)]}) from why
    return header, columns


def _area(code: str) -> Area:
    found = Area.objects.as_of(local_date(clock.now())).filter(code=code).order_by("level").first()
    if found is None:
        raise WrongInput({"area": [sentence(NotPossible(NO_AREA, code=code))]})
    return found


def _unit(code: str) -> Unit | None:
    if not code:
        return None
    found = Unit.objects.as_of(local_date(clock.now())).filter(code=code).first()
    if found is None:
        raise WrongInput({"unit": [sentence(NotPossible(NO_UNIT, code=code))]})
    return found


def _mine(request: HttpRequest) -> QuerySet[RequestImport]:
    found = RequestImport.objects.filter(by=caller(request))
    return found.select_related("run", "failed", "area")


@router.get("/imports/{pk}", summary="How far a list is, and what came of it")
def one(request: HttpRequest, pk: int) -> JsonResponse:
    return JsonResponse(sheet(_mine(request).get(pk=pk)))


@router.get("/imports/{pk}/failed", summary="The rows that came back, as Excel")
def failed(request: HttpRequest, pk: int) -> FileResponse:
    found = _mine(request).get(pk=pk)
    return deliver(fetch_failed(found, by=caller(request), now=clock.now()))


def sheet(one: RequestImport) -> dict[str, Any]:
    """A list as programs see it; faults in the reader's language."""
    line = run_line(one.run) if one.run else None
    return {
        "id": one.pk,
        "name": one.name,
        "area": one.area.code,
        "source": one.source,
        "dry_run": one.is_dry,
        "state": line.state if line else "uploaded",
        "percent": line.percent if line else None,
        "rows": line.done if line else 0,
        "sentence": line.sentence if line else "",
        "counts": one.counts,
        "faults": [
            {
                "row": fault["row"],
                "column": fault["column"],
                "message": sentence(NotPossible(fault["template"], **fault["values"])),
            }
            for fault in one.faults
        ],
        "has_failed_rows": one.failed_id is not None,
    }
