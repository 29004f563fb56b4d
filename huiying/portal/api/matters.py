"""Open matters that can be followed, and what the offices have taken on for good. No account."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, JsonResponse
from ninja import Query, Router, Schema
from pydantic import Field

from huiying.cases.actions import follow
from huiying.cases.models import Case
from huiying.cases.permissions import PUBLIC
from huiying.cases.queries.following import followable, open_matters
from huiying.cases.queries.topics import published_topics, trend_of
from huiying.lib import clock
from huiying.lib.errors import NotPossible, NotVisible, gettext_noop
from huiying.people.queries import client_address
from huiying.portal import actions
from huiying.portal.api.shared import NO_PLACE, Text, too_many
from huiying.portal.presenters.words import STATES, shown_case
from huiying.portal.queries import area_coded

router = Router()
PAGE = 20
NO_MATTER = gettext_noop("There is no matter here that can be followed.")


class MatterOut(Schema):
    """An open matter by its sort and place; never a word of it, nor who asked."""

    case_no: str
    category_name: str
    area_name: str
    unit_name: str
    since: datetime
    state_text: str


class PhoneIn(Schema):
    phone: Text = Field(max_length=30)


class FollowIn(PhoneIn):
    code: Text = Field(max_length=20, description="From the text message")
    language: str = Field("zh-hans", pattern=r"^(zh-hans|en)$")


class FollowOut(Schema):
    stop: str = Field(description="Path of the page by which following is stopped")


class TopicOut(Schema):
    id: int
    title: str
    area_name: str
    unit_name: str
    month: str
    state: str
    goal: str
    report: str
    finding: str = Field(description="fell, rose, level, too_early or too_few")


@router.get(
    "/public/matters", auth=None, response=list[MatterOut], summary="Open matters of a place"
)
def matters(
    request: HttpRequest, area: Annotated[str, Query(pattern=r"^[0-9]{12}$")]
) -> list[dict[str, Any]]:
    found = area_coded(area, on=clock.local_date(clock.now()))
    if found is None:
        raise NotPossible(NO_PLACE, code=area)
    return [
        {
            "case_no": each.case_no,
            "category_name": each.category.name,
            "area_name": each.area.name,
            "unit_name": each.lead_unit.name if each.lead_unit else "",
            "since": each.opened_at,
            "state_text": str(STATES[shown_case(each)].label),
        }
        for each in open_matters(found)
    ]


def _matter(case_no: str) -> Case:
    found = followable().filter(case_no=case_no).first()
    if found is None:
        raise NotVisible(NO_MATTER)
    return found


@router.post("/public/matters/{case_no}/code", auth=None, summary="Send a code to a telephone")
def send_code(request: HttpRequest, case_no: str, said: PhoneIn) -> Any:
    matter = _matter(case_no)
    try:
        actions.send_code(
            said.phone,
            purpose=f"follow:{matter.pk}",
            address=client_address(request),
            language="zh-hans",
            now=clock.now(),
        )
    except actions.TooMany as refused:
        return too_many(refused)
    return JsonResponse({"sent": True})


@router.post(
    "/public/matters/{case_no}/follow", auth=None, response=FollowOut, summary="Follow a matter"
)
def follow_matter(request: HttpRequest, case_no: str, said: FollowIn) -> dict[str, str]:
    matter, now = _matter(case_no), clock.now()
    phone = actions.check_code(said.phone, said.code, purpose=f"follow:{matter.pk}", now=now)
    made = follow(matter, by=PUBLIC, now=now, phone=phone, language=said.language)
    return {"stop": f"/f/{made.token}"}


@router.get("/public/topics", auth=None, response=list[TopicOut], summary="Published topics")
def topics(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "id": each.pk,
            "title": each.title,
            "area_name": each.area.name,
            "unit_name": each.lead_unit.name,
            "month": f"{each.month:%Y-%m}",
            "state": each.state,
            "goal": each.goal,
            "report": each.report,
            "finding": trend_of(each, now=clock.now()).finding.value,
        }
        for each in published_topics()[:PAGE]
    ]
