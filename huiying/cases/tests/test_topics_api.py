"""Topics, seasons and mergings by API."""

from datetime import date

import pytest

from huiying.cases import actions
from huiying.cases.models import Category
from huiying.cases.tasks import tick
from huiying.cases.tests import make
from huiying.cases.tests.pages import api
from huiying.lib import clock

pytestmark = pytest.mark.django_db


def send(client, address, body):
    return client.post(address, body, "application/json")


def test_a_topic_is_opened_planned_and_read(here):
    client = api(here.supervisor)
    body = {
        "title": "供水",
        "category": "1001",
        "area": here.county.code,
        "lead_unit": here.water.pk,
        "month": "2026-03",
        "ends_on": "2027-03-01",
        "cause": "管网老化",
        "goal": "减半",
    }
    made = send(client, "/api/topics", body)
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    step = {"text": "换管", "due": "2026-09-30"}
    assert send(client, f"/api/topics/{pk}/steps/add-step", step).status_code == 200
    sheet = client.get(f"/api/topics/{pk}").json()
    assert [each["text"] for each in sheet["steps"]] == ["换管"]
    assert sheet["trend"]["finding"] == "too_early"
    assert client.get("/api/topics").json()["items"][0]["id"] == pk
    assert send(client, f"/api/topics/{pk}/steps/nonsense", {}).status_code == 409
    assert send(api(here.handler), f"/api/topics/{pk}/steps/add-step", step).status_code == 403
    assert api(here.other_handler).get(f"/api/topics/{pk}").status_code == 404


def test_a_season_is_kept_and_worked(here):
    client, now = api(here.supervisor), clock.now()
    month = clock.local_date(now).month
    body = {"title": "汛前", "category": "1001", "area": here.county.code, "tasks": "清沟"}
    body |= {"lead_unit": here.water.pk, "first_month": month, "last_month": month}
    made = send(client, "/api/season", body | {"ahead_days": 30})
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    tick(now)
    (card,) = client.get("/api/season").json()["items"]
    task = card["tasks"][0]["id"]
    worker = api(here.handler)
    done = send(worker, f"/api/season/{pk}/tasks/{task}", {"note": "已清"})
    assert done.json()["tasks"][0]["done_on"]
    case = {"title": "涵洞堵塞", "text": "堵了", "category": "1001", "priority": "P4"}
    raised = send(worker, f"/api/season/{pk}/cases", case | {"area": here.village.code})
    assert raised.status_code == 201, raised.content


def test_voices_are_attached_merged_and_taken_apart_by_steps(here):
    now = clock.now()
    first, second = make.accepted(here, now), make.accepted(here, now, contact_phone="13900005678")
    asked = make.request(here, now)
    attach = f"/api/requests/{asked.receipt_no}/steps/attach"
    joined = send(api(here.clerk), attach, {"case_no": second.case_no})
    assert joined.json()["case_no"] == second.case_no
    client = api(here.dispatcher)
    merge = send(client, f"/api/cases/{second.case_no}/steps/merge", {"other_no": first.case_no})
    assert merge.status_code == 200, merge.content
    second.refresh_from_db()
    assert second.merged_into == first
    numbers = list(second.merges.get().moved.values_list("request__receipt_no", flat=True))
    body = {"back": numbers[:1], "stay": numbers[1:], "reason": "两件事"}
    apart = send(client, f"/api/cases/{second.case_no}/steps/unmerge", body)
    assert apart.status_code == 200, apart.content
    assert second.requests.count() == 1


def test_a_part_is_split_off_by_api(here):
    case = make.accepted(here, clock.now())
    body = {"title": "路面", "text": "补路面", "category": "1101", "priority": "P4"}
    body |= {"area": here.village.code}
    done = send(api(here.dispatcher), f"/api/cases/{case.case_no}/steps/split", body)
    assert done.status_code == 200, done.content
    assert case.children.get().category == Category.objects.get(code="1101")


def test_a_plan_is_shown_as_of_its_dates(here):
    plan = actions.TopicPlan(
        "供水",
        Category.objects.get(code="1001"),
        here.county,
        here.water,
        date(2026, 3, 1),
        date(2027, 3, 1),
        "老化",
        "减半",
    )
    topic = actions.open_topic(plan, by=here.supervisor, now=make.MORNING)
    assert api(here.supervisor).get(f"/api/topics/{topic.pk}").json()["month"] == "2026-03"
