"""The API: the same rules as the pages, said in JSON."""

import json

import pytest

from huiying.audit.queries import events_of
from huiying.cases.choices import CaseState
from huiying.cases.models import Case, Request
from huiying.cases.tests import make
from huiying.jobs.models import IdempotencyKey
from huiying.lib import clock
from huiying.people.actions.tokens import make_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(client):
    def send(method, path, by, body=None, **headers):
        now = clock.now()
        token = make_token(by, label="test", days=1, by=by, now=now)
        extra = {"HTTP_AUTHORIZATION": f"Bearer {token[1]}"}
        extra |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        answer = client.generic(
            method,
            f"/api{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            **extra,
        )
        return answer.status_code, answer.json()

    return send


SAID = {"text": "村口路灯坏了五天，晚上看不见路。", "area": make.organisations.VILLAGE}


def test_a_clerk_records_a_request_and_gets_number_and_code(here, call):
    status, body = call("POST", "/requests", here.clerk, SAID)
    assert status == 201
    assert (
        Request.objects.get(receipt_no=body["receipt_no"]).title == "村口路灯坏了五天，晚上看不见路"
    )
    assert len(body["pin"]) == 6


def test_the_same_key_records_once(here, call):
    first = call("POST", "/requests", here.clerk, SAID, idempotency_key="k1")
    again = call("POST", "/requests", here.clerk, SAID, idempotency_key="k1")
    assert first == again
    assert Request.objects.count() == 1


def test_the_code_of_a_receipt_is_kept_by_nobody_in_clear(here, call):
    status, body = call("POST", "/requests", here.clerk, SAID, idempotency_key="k1")
    assert status == 201
    assert body["pin"] not in str(list(IdempotencyKey.objects.values()))


def test_a_wrong_area_is_named_with_its_value(here, call):
    status, body = call("POST", "/requests", here.clerk, {**SAID, "area": "999999999999"})
    assert status == 422
    assert "999999999999" in body["error"]["fields"]["area"][0]


def test_a_case_walks_the_road_by_api(here, call):
    asked = make.request(here)
    facts = {
        "kind": "HELP",
        "category": "1001",
        "priority": "P4",
        "area": make.organisations.VILLAGE,
        "title": "水管",
        "text": "漏水",
    }
    status, body = call("POST", f"/requests/{asked.receipt_no}/steps/accept", here.clerk, facts)
    assert (status, body["state"]) == (200, "ON_CASE")
    steps = f"/cases/{body['case_no']}/steps"
    unit = {"lead_unit": here.water.code}
    assert call("POST", f"{steps}/dispatch", here.dispatcher, unit)[0] == 200
    assert (
        call("POST", f"{steps}/sign", here.handler, {"text": "收到"})[1]["state"] == "IN_PROGRESS"
    )
    status, sheet = call("GET", f"/cases/{body['case_no']}?include=steps,clocks", here.handler)
    assert [line["step"] for line in sheet["timeline"]] == ["open", "dispatch", "sign"]
    assert sheet["steps"]["reply"]  # first contact comes before


def test_a_step_that_is_not_mine_is_403_and_leaves_a_trace(here, call):
    case = make.dispatched(here)
    status, _ = call("POST", f"/cases/{case.case_no}/steps/sign", here.reviewer)
    assert status == 403
    case.refresh_from_db()
    assert case.state == CaseState.PENDING_SIGN


def test_a_step_out_of_turn_is_409(here, call):
    case = make.signed(here)
    assert call("POST", f"/cases/{case.case_no}/steps/sign", here.handler)[0] == 409


def test_an_unknown_step_and_an_unknown_case_are_said_to_be_so(here, call):
    case = make.signed(here)
    assert call("POST", f"/cases/{case.case_no}/steps/fly", here.handler)[0] == 409
    assert call("GET", "/cases/C000000-00000-0", here.handler)[0] == 404


def test_another_unit_sees_nothing(here, call):
    case = make.dispatched(here)
    assert call("GET", f"/cases/{case.case_no}", here.other_handler)[0] == 404
    assert call("GET", "/cases", here.other_handler)[1]["items"] == []
    assert call("GET", "/cases?q=水管", here.other_handler)[1]["items"] == []


def test_the_list_filters_by_unit_state_and_words(here, call):
    case = make.dispatched(here)
    make.accepted(here)
    found = call("GET", f"/cases?unit={here.water.pk}&state=PENDING_SIGN", here.dispatcher)[1]
    assert [row["case_no"] for row in found["items"]] == [case.case_no]
    assert len(call("GET", "/cases?q=水管", here.dispatcher)[1]["items"]) == 2


def test_counts_are_those_of_the_cases_one_sees(here, call):
    make.dispatched(here)
    make.accepted(here)
    cells = call("GET", "/counts", here.dispatcher)[1]["items"]
    assert {(cell["unit"], cell["state"]): cell["n"] for cell in cells} == {
        (here.water.pk, "PENDING_SIGN"): 1,
        (None, "PENDING_DISPATCH"): 1,
    }


def test_the_phone_number_is_read_only_with_a_reason(here, call):
    asked = make.request(here)
    path = f"/requests/{asked.receipt_no}/contact"
    assert call("GET", f"/requests/{asked.receipt_no}", here.clerk)[1]["phone"] == "139****1234"
    assert call("POST", path, here.clerk, {"reason": " "})[0] == 409
    assert call("POST", path, here.clerk, {"reason": "号码核对"})[1] == {"phone": "13900001234"}
    assert call("POST", path, here.dispatcher, {"reason": "想看看"})[0] == 403


def test_no_token_no_answer(client):
    assert client.get("/api/cases").status_code == 401
    assert Case.objects.count() == 0


def test_a_refusal_is_on_record_even_under_a_key(here, call):
    case = make.dispatched(here)
    path = f"/cases/{case.case_no}/steps/sign"
    assert call("POST", path, here.reviewer, {}, idempotency_key="k2")[0] == 403
    assert list(events_of(case.subject))[-1].kind == "case.refused"


def test_a_step_on_a_case_one_may_not_know_of_finds_nothing(here, call):
    case = make.dispatched(here)
    hidden = call("POST", f"/cases/{case.case_no}/steps/sign", here.other_handler)
    assert hidden == call("POST", "/cases/C000000-00000-0/steps/sign", here.other_handler)
    assert hidden[0] == 404


def test_templates_and_knowledge_are_kept_by_api(here, call):
    area, today = make.organisations.VILLAGE, clock.local_date(clock.now())
    said = {"name": "常用", "text": "已处理{地点}。", "area": area, "unit": here.water.pk}
    status, made = call("POST", "/templates", here.handler, said)
    assert status == 201
    assert call("POST", "/templates", here.other_handler, said)[0] == 403
    assert call("POST", "/templates", here.handler, said | {"text": "{密码}"})[0] == 422
    (row,) = call("GET", "/templates", here.handler)[1]["items"]
    assert (row["id"], row["name"]) == (made["id"], "常用")
    entry = {
        "question": "水费怎么交？",
        "answer": "到营业厅或用手机交。",
        "area": area,
        "owner": here.water.pk,
        "valid_from": str(today),
        "valid_until": str(today),
        "review_on": str(today),
    }
    status, draft = call("POST", "/knowledge", here.handler, entry)
    assert (status, draft["state"]) == (201, "DRAFT")
    assert call("GET", "/knowledge/to-check", here.head)[1]["items"][0]["id"] == draft["id"]
    assert call("POST", f"/knowledge/{draft['id']}/check", here.handler)[0] == 403
    assert call("POST", f"/knowledge/{draft['id']}/check", here.head)[1]["state"] == "VALID"
    found = call("GET", "/knowledge?q=水费", here.clerk)[1]["items"]
    assert [each["id"] for each in found] == [draft["id"]]


def test_the_list_of_calls_is_claimed_and_credits_are_read_by_api(here, call):
    case = make.released(here, clock.now())
    status, held = call("POST", "/callbacks/next", here.caller)
    assert (status, held["id"]) == (200, case.callbacks.get().pk)
    assert call("POST", "/callbacks/next", here.reviewer)[0] == 409
    call("POST", f"/callbacks/{held['id']}/give-back", here.caller)
    assert call("POST", f"/callbacks/{held['id']}/claim", here.caller)[0] == 200
    said = {"solved": "PARTLY", "result": "3", "manner": "5", "reasons": ["TOO_SLOW"]}
    path = f"/callbacks/{held['id']}/steps/callback_answer"
    assert call("POST", path, here.caller, said)[0] == 200
    (row,) = call("GET", f"/cases/{case.case_no}/credits", here.supervisor)[1]["items"]
    assert (row["unit"], row["share"], row["solved"], row["result"]) == (
        here.water.pk,
        1.0,
        0.5,
        0.8,
    )
    assert case.ratings.get().reasons.get().reason == "TOO_SLOW"
    assert call("GET", "/appeals", here.head)[1]["items"] == []
    assert call("GET", "/exclusions?month=2026-03", here.clerk)[1] == {"items": []}
    assert call("GET", "/exclusions?month=March", here.clerk)[0] == 409


def test_drafts_and_the_counter_are_kept_by_api(here, call):
    case = make.signed(here, clock.now())
    path = f"/cases/{case.case_no}/draft"
    assert call("POST", path, here.handler, {"text": "正在写"})[0] == 200
    assert call("GET", path, here.handler)[1]["text"] == "正在写"
    assert call("GET", path, here.head)[1]["text"] == ""
    assert call("POST", path, here.reviewer, {"text": "x"})[0] == 403
    said = {"unit": here.water.pk, "matter": "用水报装"}
    status, made = call("POST", "/visits", here.handler, said)
    assert (status, "/w/" in made["link"]) == (201, True)
    assert call("POST", "/visits", here.other_handler, said)[0] == 403
    assert [each["id"] for each in call("GET", "/visits", here.head)[1]["items"]] == [made["id"]]
    plan = {"area": here.county.code, "percent": 30, "valid_from": "2099-01-01T00:00:00+08:00"}
    assert call("POST", "/sampling-plans", here.supervisor, plan | {"note": "量大"})[0] == 403
