"""How one's own request stands, and the steps of the requester, by the public's API."""

from datetime import datetime
from typing import Annotated, Any
from uuid import uuid4

from django.http import HttpRequest
from ninja import Body, Header, Router, Schema, Status
from pydantic import Field

from huiying.cases.choices import Step
from huiying.cases.models import Request
from huiying.lib import clock
from huiying.lib.errors import NotPossible, WrongInput, gettext_noop
from huiying.people.queries import client_address
from huiying.portal import actions
from huiying.portal.api.shared import ReceiptOut, require_long, too_many
from huiying.portal.forms import STEP_FORMS
from huiying.portal.presenters import face_of, happenings
from huiying.portal.queries import (
    open_steps,
    story_of,
)

router = Router()
NOTHING: dict[str, Any] = Body({})  # type: ignore[type-arg] # declared as a class, called as a function
NO_STEP = gettext_noop("There is no step “%(step)s” here.")


class HappeningOut(Schema):
    at: datetime
    title: str
    text: str


class StandingOut(Schema):
    number: str
    state: str
    state_text: str
    unit: str
    promised: str
    is_provisional: bool
    answers: list[str]
    steps: list[str] = Field(description="What the requester can do now")
    happenings: list[HappeningOut]


@router.get(
    "/public/requests/{number}", auth=None, response=StandingOut, summary="How a request stands"
)
def standing(
    request: HttpRequest,
    number: str,
    receipt_code: Annotated[str, Header(alias="X-Receipt-Code", max_length=20)] = "",
) -> Any:
    """The code goes into the header `X-Receipt-Code`. Wrong tries are counted as on the pages."""
    now = clock.now()
    try:
        found = actions.prove(number, receipt_code, address=client_address(request), now=now)
    except actions.TooMany as refused:
        return too_many(refused)
    return _standing(found, now)


def _standing(found: Request, now: datetime) -> dict[str, Any]:
    story = story_of(found.pk)
    face = face_of(story, now)
    shown = [{"at": each.at, "title": each.title, "text": each.text} for each in happenings(story)]
    return {
        "number": face.number,
        "state": face.state_code,
        "state_text": str(face.state.label),
        "unit": face.unit,
        "promised": face.promise,
        "is_provisional": face.is_provisional,
        "answers": [*filter(None, [found.answer]), *(reply.text for reply in story.replies)],
        "steps": [str(step) for step in open_steps(story, now)],
        "happenings": shown,
    }


@router.post(
    "/public/requests/{number}/{step}",
    auth=None,
    response={200: StandingOut, 201: ReceiptOut},
    summary="Take a step as the requester",
)
def take_step(
    request: HttpRequest,
    number: str,
    step: str,
    body: dict[str, Any] = NOTHING,
    receipt_code: Annotated[str, Header(alias="X-Receipt-Code", max_length=20)] = "",
    idempotency_key: Annotated[str, Header(max_length=80)] = "",
) -> Any:
    """The steps are those that `steps` of the request names; their inputs are those of the page.

    Reporting pressure makes a request of its own and answers with its receipt (201).
    """
    now = clock.now()
    require_long(idempotency_key)
    try:
        found = actions.prove(number, receipt_code, address=client_address(request), now=now)
        taken = next((each for each in STEP_FORMS if each == step), None)
        if taken is None:
            raise NotPossible(NO_STEP, step=step)
        form: Any = STEP_FORMS[taken](dict(body))
        if not form.is_valid():
            raise WrongInput(
                {name: [str(one) for one in each] for name, each in form.errors.items()}
            )
        if taken == Step.REPORT_PRESSURE:
            actions.count_sending(client_address(request), now)
            key = idempotency_key or f"pressure:{found.pk}:{uuid4().hex}"
            sent = actions.report_pressure(found, now=now, text=form.inputs()["text"], key=key)
            version = sent.request.notice_version
            receipt = {
                "number": sent.request.receipt_no,
                "code": sent.pin,
                "notice_version": version,
            }
            return Status(201, receipt)
        actions.take_step(taken, found, now=now, **form.inputs())
    except actions.TooMany as refused:
        return too_many(refused)
    return _standing(Request.objects.get(pk=found.pk), now)
