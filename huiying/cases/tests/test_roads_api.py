"""The long roads by API: the same forms and refusals as the pages."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from huiying.cases.choices import CaseState
from huiying.cases.models import Case
from huiying.cases.tests import make
from huiying.files.tests import make as files
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.notifications.queries import inbox_of
from huiying.people.actions.tokens import make_token

pytestmark = pytest.mark.django_db


def headers(by):
    token = make_token(by, label="test", days=1, by=by, now=clock.now())
    return {"HTTP_AUTHORIZATION": f"Bearer {token[1]}"}


def call(method, path, by, body=None):
    sent = json.dumps(body) if body is not None else ""
    answer = Client().generic(
        method, f"/api{path}", sent, content_type="application/json", **headers(by)
    )
    return answer.status_code, answer.json()


def steps_on(case, step, by, **body):
    return call("POST", f"/cases/{case.case_no}/steps/{step}", by, body)


def test_a_plan_is_proposed_approved_and_followed(here):
    now = clock.now()
    case = make.signed(here, now)
    assert steps_on(case, "contact", here.handler, result="REACHED")[0] == 200
    soon = [str(local_date(now) + timedelta(days=n)) for n in (10, 60)]
    plan = {"cause": "需改造", "official": "何明远", "told": "已电话告知"}
    lines = {"what_1": "勘测", "due_1": soon[0], "what_2": "更换", "due_2": soon[1]}
    assert steps_on(case, "propose_plan", here.head, **plan, **lines)[0] == 200
    _, body = call("GET", "/decisions", here.supervisor)
    assert [each["case_no"] for each in body["plans"]] == [case.case_no]
    assert steps_on(case, "approve_plan", here.head)[0] == 403
    assert steps_on(case, "approve_plan", here.supervisor)[1]["state"] == CaseState.LONG_TERM
    assert steps_on(case, "record_plan_step", here.handler, note="勘测完成")[0] == 200
    assert steps_on(case, "reply", here.handler, text="已办")[0] == 409


@pytest.mark.parametrize("step", ["sign", "ask_return"])
def test_whoever_acts_by_api_has_read_what_was_said_of_the_case(here, step):
    now = clock.now()
    case, other = make.dispatched(here, now), make.dispatched(here, now)
    for each in (case, other):
        values = {"number": each.case_no, "unit": here.water.name, "due": ""}
        tell(Code.NEW_CASE, [here.handler, here.head], values=values, about=each.subject, now=now)
    said = {"reason": "非我单位职责", "legal_basis": "三定方案", "proposed_unit": here.roads.pk}
    status, body = steps_on(case, step, here.head, **(said if step == "ask_return" else {}))
    assert status == 200, body
    unread = inbox_of(here.head).filter(read_at=None)
    assert [each.about for each in unread] == [other.subject]
    assert inbox_of(here.handler).filter(read_at=None).count() == 2


def test_what_is_wrong_with_a_plan_is_named(here):
    case = make.signed(here, clock.now())
    status, body = steps_on(case, "propose_plan", here.head, cause="需改造", official="何明远")
    assert status == 422
    assert {"what_1", "due_1"} <= set(body["error"]["fields"])


def test_on_the_spot_takes_an_uploaded_photo(here):
    upload = files.upload(files.picture(), "修好.jpg")
    answer = Client().post("/api/papers", {"file": upload}, **headers(here.handler))
    assert answer.status_code == 201
    said = {
        "channel": "WINDOW",
        "kind": "HELP",
        "area": here.village.code,
        "title": "水压低",
        "text": "家里水压低。",
        "contact_phone": "13900004444",
        "category": "1001",
        "unit": here.water.pk,
        "reply": "已调高水压。",
        "is_agreed": True,
        "is_own_duty": True,
    }
    status, body = call("POST", "/cases/on-the-spot", here.handler, said)
    assert status == 409
    said["evidence"] = [answer.json()["id"]]
    status, body = call("POST", "/cases/on-the-spot", here.handler, said)
    assert status == 201
    assert Case.objects.get(case_no=body["case_no"]).state == CaseState.PENDING_REVIEW
    _, body = call("GET", "/requests-recorded", here.handler)
    assert len(body["items"]) == 1


def test_a_case_of_our_own_and_the_register(here):
    today = local_date(clock.now())
    found = {
        "title": "护栏缺失",
        "text": "巡查发现。",
        "category": "0901",
        "priority": "P4",
        "area": here.village.code,
        "source": "INSPECTION",
        "found_on": str(today),
    }
    status, body = call("POST", "/own-cases", here.clerk, found)
    assert (status, body["state"]) == (201, CaseState.PENDING_DISPATCH)
    case = Case.objects.get(case_no=body["case_no"])
    entry = {
        "official": "陆清和",
        "plan": "分两期",
        "next_on": str(today + timedelta(days=5)),
        "due_on": str(today + timedelta(days=90)),
    }
    assert steps_on(case, "enter_hard", here.supervisor, **entry)[0] == 200
    _, body = call("GET", "/hard-cases", here.supervisor)
    assert body["items"][0]["official"] == "陆清和"
    assert call("POST", "/own-cases", here.auditor, found)[0] == 403
