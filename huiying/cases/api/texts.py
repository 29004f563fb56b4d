"""Reply templates and the knowledge base by API."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from huiying.cases import actions
from huiying.cases.api.stepping import answered_once
from huiying.cases.choices import Step
from huiying.cases.forms.texts import KnowledgeForm, WordingForm
from huiying.cases.models import KnowledgeEntry, ReplyTemplate
from huiying.cases.permissions import may_take, may_take_on_request
from huiying.cases.queries import case_numbered, current_lead, requests_visible_to
from huiying.cases.queries.knowledge import Wanted, entries_in_force, entries_to_check
from huiying.cases.queries.wordings import (
    marks_of,
    marks_of_request,
    templates_for_answer,
    templates_for_reply,
    templates_kept_by,
)
from huiying.cases.rules.texts import filled
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotVisible, WrongInput, gettext_noop
from huiying.organisations.permissions import may
from huiying.people.api import JsonResponse, caller
from huiying.people.choices import Permission

router = Router()
PAGE = 50
NO_ENTRY = gettext_noop("There is no such entry.")


def entry_row(entry: KnowledgeEntry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "question": entry.question,
        "answer": entry.answer,
        "legal_basis": entry.legal_basis,
        "category": entry.category_id,
        "area_code": entry.area.code,
        "owner": entry.owner_id,
        "is_public": entry.is_public,
        "state": entry.state,
        "valid_from": entry.valid_from,
        "valid_until": entry.valid_until,
        "review_on": entry.review_on,
    }


class WordingIn(Schema):
    """A reply template; without a unit it is shared by the area."""

    name: str = Field(max_length=60)
    text: str = Field(max_length=5000)
    area: str = Field(pattern=r"^\d{12}$", description="12-digit area code")
    unit: int | None = None
    category: str | None = None
    occasion: str = ""
    legal_basis: str = Field("", max_length=500)


class KnowledgeIn(Schema):
    """An entry; it holds once somebody else has checked it."""

    question: str = Field(max_length=120)
    answer: str = Field(max_length=5000)
    area: str = Field(pattern=r"^\d{12}$", description="12-digit area code")
    owner: int
    valid_from: date
    valid_until: date
    review_on: date
    category: str | None = None
    legal_basis: str = Field("", max_length=500)
    is_public: bool = False


def _read(form: type[WordingForm] | type[KnowledgeForm], body: Schema) -> dict[str, Any]:
    given = {name: value for name, value in body.dict().items() if value is not None}
    found = form(given)
    if not found.is_valid():
        raise WrongInput(
            {name: [str(one) for one in errors] for name, errors in found.errors.items()}
        )
    return found.inputs()


@router.get("/templates", summary="Reply templates of your units and areas")
def templates(request: HttpRequest) -> JsonResponse:
    found = templates_kept_by(caller(request), on=local_date(clock.now()))
    names = ("id", "name", "unit", "category", "occasion", "text", "legal_basis", "is_active")
    return JsonResponse({"items": list(found.values(*names)[: 4 * PAGE])})


@router.get("/cases/{case_no}/templates", summary="Templates that fit the reply, filled in")
def for_reply(request: HttpRequest, case_no: str) -> JsonResponse:
    by, now = caller(request), clock.now()
    case = case_numbered(case_no, by, now=now)
    lead = current_lead(case)
    may_take(Step.REPLY, case, by=by, now=now, lead=lead).require()
    found = templates_for_reply(case, lead)
    return _filled(found, marks_of(case, lead, now=now))


@router.get("/requests/{receipt_no}/templates", summary="Templates that fit a direct answer")
def for_answer(request: HttpRequest, receipt_no: str) -> JsonResponse:
    by, now = caller(request), clock.now()
    asked = requests_visible_to(by, now=now).get(receipt_no=receipt_no)
    may_take_on_request(Step.ANSWER, asked, by=by, now=now).require()
    found = templates_for_answer(asked, by, on=local_date(now))
    return _filled(found, marks_of_request(asked, now=now))


def _filled(found: list[ReplyTemplate], marks: Mapping[str, str]) -> JsonResponse:
    items = [
        {
            "id": each.pk,
            "name": each.name,
            "text": filled(each.text, marks),
            "legal_basis": each.legal_basis,
        }
        for each in found
    ]
    return JsonResponse({"items": items})


@router.post("/templates", summary="Keep a reply template")
def make_template(request: HttpRequest, body: WordingIn) -> JsonResponse:
    def act() -> Answer:
        inputs = _read(WordingForm, body)
        made = actions.make_template(**inputs, by=caller(request), now=clock.now())
        return Answer(201, {"id": made.pk})

    return answered_once(request, act)


@router.post("/templates/{pk}/put-away", summary="Offer a reply template no more, or again")
def put_away(request: HttpRequest, pk: int) -> JsonResponse:
    def act() -> Answer:
        found = ReplyTemplate.objects.select_related("unit", "area").get(pk=pk)
        actions.put_away_template(
            found, by=caller(request), now=clock.now(), is_active=not found.is_active
        )
        return Answer(200, {"id": pk, "is_active": found.is_active})

    return answered_once(request, act)


@router.get("/knowledge", summary="Entries of the knowledge base in force, by words and category")
def entries(
    request: HttpRequest, q: str = "", category: str = "", area_code: str = ""
) -> JsonResponse:
    on = local_date(clock.now())
    may(caller(request), Permission.VIEW_CASES, on=on).require()
    found = entries_in_force(on, Wanted(q[:60], category[:6], area_code[:12]))
    return JsonResponse({"items": [entry_row(each) for each in found[:PAGE]]})


@router.get("/knowledge/to-check", summary="Drafts waiting for your check")
def to_check(request: HttpRequest) -> JsonResponse:
    found = entries_to_check(caller(request), on=local_date(clock.now()))
    return JsonResponse({"items": [entry_row(each) for each in found[:PAGE]]})


@router.post("/knowledge", summary="Write an entry of the knowledge base")
def draft(request: HttpRequest, body: KnowledgeIn) -> JsonResponse:
    def act() -> Answer:
        inputs = _read(KnowledgeForm, body)
        made = actions.draft_knowledge(**inputs, by=caller(request), now=clock.now())
        return Answer(201, {"id": made.pk, "state": made.state})

    return answered_once(request, act)


@router.post("/knowledge/{pk}/check", summary="Put a checked draft in force")
def check(request: HttpRequest, pk: int) -> JsonResponse:
    def act() -> Answer:
        found = KnowledgeEntry.objects.select_related("owner").filter(pk=pk).first()
        if found is None:
            raise NotVisible(NO_ENTRY)
        done = actions.check_knowledge(found, by=caller(request), now=clock.now())
        return Answer(200, {"id": pk, "state": done.state})

    return answered_once(request, act)
