"""Cases that begin otherwise, papers for them, the register of hard matters, what waits for a decision."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router
from ninja.files import UploadedFile

from huiying.cases import actions
from huiying.cases.api.stepping import NOTHING, Inputs, answered_once, read_form
from huiying.cases.forms import Found, OnSpot
from huiying.cases.models import HardCase
from huiying.cases.presenters import CASE_ROW, case_row, request_row
from huiying.cases.queries import hard_cases_for, plans_for, recorded_by, stops_for
from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.files.queries import drafts_of
from huiying.jobs.actions import Answer, once_sealed
from huiying.lib import clock
from huiying.people.api import JsonResponse, caller
from huiying.people.models import Person

router = Router()
PAGE = 50


@router.post("/papers", summary="Upload a photo or paper, to be named in a later call")
def upload(request: HttpRequest, file: File[UploadedFile]) -> JsonResponse:
    """Kept as a draft of the caller for a day; the type is read from the bytes."""
    kept = files.keep(file, by=caller(request), now=clock.now())
    return JsonResponse({"id": str(kept.pk), "name": kept.name}, status=201)


@router.post("/own-cases", summary="Open a case that nobody asked for")
def raise_found(request: HttpRequest, body: Inputs = NOTHING) -> JsonResponse:
    def act() -> Answer:
        made = actions.raise_found(**read_form(Found, body), by=caller(request), now=clock.now())
        return Answer(201, {"case_no": made.case_no, "state": made.state})

    return answered_once(request, act)


@router.post("/cases/on-the-spot", summary="Record what was solved while the person stood by")
def on_spot(request: HttpRequest, body: Inputs = NOTHING) -> JsonResponse:
    """`evidence` names papers uploaded before; the rest are the fields of the page's form."""

    def act() -> Answer:
        by, now = caller(request), clock.now()
        papers = _papers(body.get("evidence", []), by)
        receipt = actions.solve_on_spot(**read_form(OnSpot, body), by=by, now=now, evidence=papers)
        case = receipt.request.case
        made = {"receipt_no": receipt.request.receipt_no, "pin": receipt.pin}
        return Answer(201, {**made, "case_no": case.case_no if case else None})

    return answered_once(request, act, keep=once_sealed)


def _papers(names: Any, by: Person) -> list[Attachment]:
    keys = [UUID(str(each)) for each in names if _is_key(each)]
    return list(drafts_of(by.audit_name, keys))


def _is_key(name: Any) -> bool:
    try:
        UUID(str(name))
    except ValueError:
        return False
    return True


@router.get("/hard-cases", summary="The register of hard cases, the next date first")
def hard_cases(request: HttpRequest) -> JsonResponse:
    found = hard_cases_for(caller(request), now=clock.now())[:PAGE]
    return JsonResponse({"items": [hard_row(each) for each in found]})


def hard_row(hard: HardCase) -> dict[str, Any]:
    return {
        "case_no": hard.case.case_no,
        "title": hard.case.title,
        "lead_unit": hard.case.lead_unit_id,
        "official": hard.official,
        "plan": hard.plan,
        "next_on": hard.next_on,
        "due_on": hard.due_on,
    }


@router.get("/decisions", summary="Plans and terminations that wait for your decision")
def decisions(request: HttpRequest) -> JsonResponse:
    by, now = caller(request), clock.now()
    found = {"plans": plans_for(by, now=now), "terminations": stops_for(by, now=now)}
    return JsonResponse(
        {
            name: [case_row(row) for row in rows.values_list(*CASE_ROW)[:PAGE]]
            for name, rows in found.items()
        }
    )


@router.get("/requests-recorded", summary="What you took down for others, newest first")
def recorded(request: HttpRequest) -> JsonResponse:
    by, now = caller(request), clock.now()
    found = recorded_by(by, now=now).order_by("-id")[:PAGE]
    return JsonResponse({"items": [request_row(each, by=by, now=now) for each in found]})
