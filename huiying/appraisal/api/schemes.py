"""Schemes by API."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from huiying.appraisal.actions import schemes
from huiying.appraisal.api.shared import (
    Code,
    Id,
    Month,
    Nothing,
    Page,
    area_named,
    first_day,
    paged,
    plain,
    reader,
    scheme_for,
)
from huiying.appraisal.models import SchemeVersion
from huiying.appraisal.permissions import schemes_for
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people.api import JsonResponse, answered_once, caller

router = Router()
TOML = Annotated[str, Field(min_length=1, max_length=60_000)]
ONE_OF_BOTH = gettext_noop("Please send either a template's name or a text.")


class Text(Schema):
    text: TOML


class Begun(Schema):
    """A draft for the units of an area: from a template, or from a text of one's own."""

    area: Code
    template: Annotated[str, Field(max_length=60)] = ""
    text: Annotated[str, Field(max_length=60_000)] = ""


class Adopted(Schema):
    first_month: Month


def scheme_row(version: SchemeVersion) -> dict[str, Any]:
    return {
        "id": version.pk,
        "key": version.key,
        "version": version.number,
        "title": version.title,
        "area": version.area.code,
        "state": version.state,
        "first_month": plain(version.first_month),
        "end_month": plain(version.end_month),
        "sha256": version.digest,
    }


@router.get("/schemes", summary="Schemes the caller may read, with their versions")
def all_schemes(request: HttpRequest, page: Page = 1) -> JsonResponse:
    person, on = reader(request)
    rows = schemes_for(person, on=on).order_by("area__code", "key", "-number", "pk")
    return JsonResponse(paged(rows, page, scheme_row))


@router.post("/schemes", summary="Begin a draft from a template or a text")
def begin(request: HttpRequest, body: Begun) -> JsonResponse:
    def act() -> Answer:
        area, by, now = area_named(body.area), caller(request), clock.now()
        if bool(body.template) == bool(body.text):
            raise NotPossible(ONE_OF_BOTH)
        if body.template:
            made = schemes.import_template(body.template, area, by=by, now=now)
        else:
            made = schemes.write_scheme(body.text, area, by=by, now=now)
        return Answer(201, scheme_row(made))

    return answered_once(request, act)


@router.get("/schemes/{pk}", summary="One version, with its text")
def scheme(request: HttpRequest, pk: Id) -> JsonResponse:
    version = scheme_for(request, pk)
    return JsonResponse({**scheme_row(version), "text": version.text})


@router.put("/schemes/{pk}", summary="Change a draft")
def change_scheme(request: HttpRequest, pk: Id, body: Text) -> JsonResponse:
    version = scheme_for(request, pk)
    made = schemes.redraft(version, body.text, by=caller(request), now=clock.now())
    return JsonResponse(scheme_row(made))


@router.delete("/schemes/{pk}", summary="Throw a draft away")
def drop(request: HttpRequest, pk: Id) -> JsonResponse:
    schemes.drop_draft(scheme_for(request, pk), by=caller(request), now=clock.now())
    return JsonResponse({"id": pk})


@router.post("/schemes/{pk}/versions", summary="Begin the next version as a copy")
def copy(request: HttpRequest, pk: Id, body: Nothing | None = None) -> JsonResponse:
    version = scheme_for(request, pk)

    def act() -> Answer:
        made = schemes.next_version(version, by=caller(request), now=clock.now())
        return Answer(201, scheme_row(made))

    return answered_once(request, act)


@router.post("/schemes/{pk}/adoption", summary="Let a draft judge from a month on")
def adopt(request: HttpRequest, pk: Id, body: Adopted) -> JsonResponse:
    version = scheme_for(request, pk)

    def act() -> Answer:
        month = first_day(body.first_month)
        made = schemes.adopt(version, month, by=caller(request), now=clock.now())
        return Answer(200, scheme_row(made))

    return answered_once(request, act)
