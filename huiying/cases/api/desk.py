"""A desk's tools by API: one step on many cases, kept filters, lists as files."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from huiying.cases.actions import exporting
from huiying.cases.actions.bulk import (
    MOST,
    Chosen,
    Outcome,
    by_catalogue,
    require_unit,
    take_many,
    with_parts,
)
from huiying.cases.actions.filters import open_with, remove_filter, save_filter
from huiying.cases.api.cases import Id
from huiying.cases.api.stepping import Inputs, answered_once, read, step_named
from huiying.cases.choices import Step
from huiying.cases.forms import CASE_FORMS
from huiying.cases.forms.filters import tidy
from huiying.cases.models import Case, CaseExport, SavedFilter
from huiying.cases.permissions.steps import own_units
from huiying.cases.queries import PAGE, visible_to
from huiying.cases.queries.filters import filters_of
from huiying.design.presenters import sentence
from huiying.files.models import Attachment
from huiying.files.views import deliver
from huiying.jobs.actions import Answer
from huiying.jobs.presenters import run_line
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotVisible, gettext_noop
from huiying.organisations.models import Unit
from huiying.organisations.permissions import may
from huiying.people.api import JsonResponse, caller
from huiying.people.choices import Permission
from huiying.people.models import Person

router = Router()
Number = Annotated[str, Field(max_length=40)]
Numbers = Annotated[list[Number], Field(min_length=1, max_length=MOST)]
NO_UNIT = gettext_noop("There is no such unit whose work you share out.")
NO_EXPORT = gettext_noop("There is no such file.")
NO_FILTER = gettext_noop("There is no such filter of yours.")


class BulkIn(Schema):
    """Cases by number, each perhaps with the version that was looked at; the same inputs for all."""

    cases: Numbers
    versions: dict[Number, Id] = {}
    inputs: Inputs = {}


class FilterIn(Schema):
    """`query` as in the address of the list of cases, such as `state=REWORK&due=late`."""

    name: str = Field(max_length=30)
    query: str = Field(max_length=2000)
    unit: Id | None = None


class ExportIn(Schema):
    query: str = Field("", max_length=2000)


def cases_of(request: HttpRequest, numbers: Sequence[str]) -> list[Case]:
    """The cases of these numbers that the caller sees, in the order asked for."""
    asked = [number for number in numbers if "\x00" not in number]
    seen = visible_to(caller(request), now=clock.now()).filter(case_no__in=asked)
    found = {case.case_no: case for case in seen}
    return [found[number] for number in dict.fromkeys(asked) if number in found]


def told(outcomes: Iterable[Outcome]) -> Answer:
    """What became of each case."""
    items = [
        {
            "case_no": each.case.case_no,
            "done": each.refusal is None,
            "message": sentence(each.refusal) if each.refusal else None,
        }
        for each in outcomes
    ]
    return Answer(200, {"items": items})


@router.post("/bulk/{step}", summary="Take one step on many cases")
def bulk(request: HttpRequest, step: str, body: BulkIn) -> JsonResponse:
    """Each case is moved or left as it was and says why; cases you do not see are left out. A dispatch
    without `lead_unit` goes by the catalogue."""

    def act() -> Answer:
        named, now = step_named(step), clock.now()
        catalogue = named is Step.DISPATCH and not body.inputs.get("lead_unit")
        words = {"instruction": str(body.inputs.get("instruction", ""))[:500]}
        inputs = words if catalogue else read(CASE_FORMS, named, body.inputs)
        by = caller(request)
        chosen: Sequence[Chosen] = [
            Chosen(each, body.versions.get(each.case_no), inputs)
            for each in cases_of(request, body.cases)
        ]
        if not catalogue:
            chosen = with_parts(named, chosen, own_units(by, named, now=now))
            return told(take_many(named, chosen, by=by, now=now))
        chosen = by_catalogue(chosen, now=now)
        return told(take_many(named, chosen, by=by, now=now, check=require_unit))

    return answered_once(request, act)


def filter_row(kept: SavedFilter, by: Person) -> dict[str, Any]:
    is_mine = kept.person_id == by.pk
    return {
        "id": kept.pk,
        "name": kept.name,
        "query": kept.query,
        "unit": kept.unit_id,
        "is_mine": is_mine,
        "opens": is_mine and kept.is_default,
    }


@router.get("/filters", summary="Kept filters of yours and of your units")
def filters(request: HttpRequest) -> JsonResponse:
    by = caller(request)
    found = filters_of(by, now=clock.now())[: 4 * PAGE]
    return JsonResponse({"items": [filter_row(each, by) for each in found]})


@router.post("/filters", summary="Keep a filter of the list of cases under a name")
def keep_filter(request: HttpRequest, body: FilterIn) -> JsonResponse:
    def act() -> Answer:
        by, now = caller(request), clock.now()
        may(by, Permission.VIEW_CASES, on=local_date(now)).require()
        unit = Unit.objects.filter(pk=body.unit).first() if body.unit is not None else None
        if body.unit is not None and unit is None:
            raise NotVisible(NO_UNIT)
        name = body.name.replace("\x00", "")
        kept = save_filter(name, tidy(body.query), by=by, now=now, unit=unit)
        return Answer(201, filter_row(kept, by))

    return answered_once(request, act)


def _filter(request: HttpRequest, pk: int) -> SavedFilter:
    kept = SavedFilter.objects.filter(pk=pk, person=caller(request)).first()
    if kept is None:
        raise NotVisible(NO_FILTER)
    return kept


@router.post("/filters/{pk}/remove", summary="Remove a filter of yours")
def drop_filter(request: HttpRequest, pk: Id) -> JsonResponse:
    def act() -> Answer:
        remove_filter(_filter(request, pk), by=caller(request))
        return Answer(200, {"id": pk})

    return answered_once(request, act)


@router.post("/filters/{pk}/open", summary="Let the list of cases open with this filter")
def open_filter(request: HttpRequest, pk: Id) -> JsonResponse:
    def act() -> Answer:
        open_with(_filter(request, pk), by=caller(request))
        return Answer(200, {"id": pk})

    return answered_once(request, act)


@router.post("/exports", summary="Have a list of cases written to Excel")
def export(request: HttpRequest, body: ExportIn) -> JsonResponse:
    """Answers 202 at once; GET /exports/{id} tells how far it is."""

    def act() -> Answer:
        one = exporting.start_export(tidy(body.query), by=caller(request), now=clock.now())
        return Answer(202, _export_row(one))

    return answered_once(request, act)


def _export(request: HttpRequest, pk: int) -> CaseExport:
    found = CaseExport.objects.select_related("run").filter(pk=pk, by=caller(request)).first()
    if found is None:
        raise NotVisible(NO_EXPORT)
    return found


def _export_row(one: CaseExport) -> dict[str, Any]:
    line = run_line(one.run) if one.run else None
    return {
        "id": one.pk,
        "query": one.query,
        "state": line.state if line else "",
        "rows": line.done if line else 0,
        "sentence": line.sentence if line else "",
        "has_file": bool(one.run and one.run.result),
    }


@router.get("/exports/{pk}", summary="How far a list is")
def export_state(request: HttpRequest, pk: Id) -> JsonResponse:
    return JsonResponse(_export_row(_export(request, pk)))


@router.get("/exports/{pk}/file", summary="The list as Excel, for seven days")
def export_file(request: HttpRequest, pk: Id) -> FileResponse:
    one = _export(request, pk)
    kept = (
        Attachment.objects.filter(pk=one.run.result).first() if one.run and one.run.result else None
    )
    if one.run is None or kept is None:
        raise NotVisible(NO_EXPORT)
    exporting.note_fetch(one.run, by=caller(request), now=clock.now())
    return deliver(kept)
