"""Hot issues: found by the worker, seen as far as one may see, warned of, taken on."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiying.audit.actions import drain
from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.choices import Kind
from huiying.cases.models import HotIssue, HotMember, HotWeek, SuggestionOutcome, Topic
from huiying.cases.queries.hot import hot_for
from huiying.cases.rules.hot import COLUMNS, kept_rows
from huiying.cases.tasks.hot import find_all, find_new, look_for_hot, make_weeks
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, queries_of, text_of
from huiying.lib import clock
from huiying.lib.spreadsheet import read_table
from huiying.notifications.choices import Code
from huiying.notifications.models import Message
from huiying.organisations.tests import make as organisations
from huiying.people.actions.tokens import make_token
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
DUST = (
    ("银杏坡小区旁工地扬尘严重", "银杏坡小区东侧工地整天扬尘，窗户不敢开，家里老人一直咳嗽。"),
    ("银杏坡小区工地扬尘扰民", "工地没有遮盖，银杏坡小区满地灰土，孩子上学都要戴口罩。"),
    ("反映银杏坡小区东侧工地扬尘", "银杏坡小区业主反映工地渣土车不冲洗，扬尘大，没有人管。"),
    ("银杏坡小区扬尘何时能治理", "工地扬尘飘进银杏坡小区，业主多次反映，请管一管。"),
    ("银杏坡小区工地夜里扬尘", "夜里渣土车进出，银杏坡小区扬尘呛人，请检查工地。"),
)
OTHERS = (
    ("枣林村停水", "枣林村自来水停了两天，做饭洗衣都不方便。"),
    ("公交末班车太早", "下晚班赶不上十二路公交车，希望延长末班时间。"),
    ("幼儿园收费不清", "开学多收了两百元，问老师也说不清是什么钱。"),
    ("医保卡不能用", "在县医院刷医保卡总是提示余额不足，请查一查。"),
)


@pytest.fixture
def now():
    return clock.now()


def said(here, now, words, number, **more):
    title, text = words
    phone = f"139000{number:05d}"
    at = now - timedelta(hours=number)
    return make.request(here, at, title=title, text=text, contact_phone=phone, **more)


def city(here):
    return here.county.code[:4]


def dusty(here, now, count=4):
    """Some people write about one thing, others about others; the night has passed."""
    asked = [said(here, now, words, n) for n, words in enumerate(DUST[:count], 1)]
    for n, words in enumerate(OTHERS, 20):
        said(here, now, words, n)
    find_all(city(here), now=now)
    return asked


def test_the_night_finds_what_several_people_write_about(here, now):
    asked = dusty(here, now)
    (hot,) = hot_for(here.supervisor, now=now)
    assert sorted(hot.requests) == sorted(each.pk for each in asked)
    assert "银杏坡" in hot.title
    assert hot.heat > 0
    assert "银杏坡" in hot.line.where


def test_a_new_request_joins_between_two_nights(here, now):
    dusty(here, now)
    new = said(here, now, DUST[4], 0)
    (touched,) = find_new(city(here), now=now)
    assert new.pk in touched.members.values_list("request", flat=True)
    assert touched.n == 5
    assert find_new(city(here), now=now) == []


def test_a_new_issue_begins_between_two_nights(here, now):
    for n, words in enumerate(OTHERS, 20):
        said(here, now, words, n)
    find_all(city(here), now=now)
    assert not HotIssue.objects.exists()
    for n, words in enumerate(DUST[:4]):
        said(here, now, words, n)
    (begun,) = find_new(city(here), now=now)
    assert begun.n == 4


def test_an_issue_keeps_its_row_and_what_was_decided_over_the_nights(here, now):
    dusty(here, now)
    before = HotIssue.objects.get()
    actions_before = HotMember.objects.count()
    said(here, now, DUST[4], 0)
    find_all(city(here), now=now + timedelta(days=1))
    after = HotIssue.objects.get()
    assert after.pk == before.pk
    assert HotMember.objects.count() == actions_before + 1


def test_groups_keep_the_row_most_of_them_were_in_each_once():
    known = {1: 10, 2: 10, 3: 11, 4: 11, 5: 11}
    assert kept_rows([[3, 4, 1], [5, 2], [6, 7]], known) == [11, 10, None]


def test_growth_warns_the_supervisors_once(here, now):
    dusty(here, now, count=5)
    assert Event.objects.filter(kind="hot.warn").count() == 1
    drain(now)
    told = Message.objects.filter(code=Code.HOT)
    assert [each.person for each in told] == [here.supervisor]
    find_all(city(here), now=now + timedelta(hours=5))
    assert Event.objects.filter(kind="hot.warn").count() == 1


def test_secret_requests_and_complaints_are_left_out(here, now):
    said(here, now, DUST[0], 1, wants_secrecy=True)
    said(here, now, DUST[1], 2, kind=Kind.COMPLAINT)
    for n, words in enumerate(DUST[2:4], 3):
        said(here, now, words, n)
    find_all(city(here), now=now)
    assert hot_for(here.supervisor, now=now) == []


def test_what_becomes_secret_later_is_no_longer_counted(here, now):
    asked = dusty(here, now, count=3)
    assert len(hot_for(here.supervisor, now=now)) == 1
    asked[0].is_confidential = True
    asked[0].save()
    assert hot_for(here.supervisor, now=now) == []


def test_others_see_only_what_they_may_see(here, now):
    dusty(here, now)
    stranger = organisations.person("stranger", name="外人")
    assert hot_for(stranger, now=now) == []
    assert as_person(here.handler).get(reverse("cases:hot")).status_code == 403
    assert as_person(here.dispatcher).get(reverse("cases:hot")).status_code == 200


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DISPATCHER, Role.AUDITOR, Role.PUBLISHER])
def test_whoever_works_elsewhere_meets_no_door_to_an_issue(here, now, role):
    dusty(here, now)
    pk = HotIssue.objects.get().pk
    person = organisations.person(f"{role}-elsewhere")
    area = organisations.area(organisations.OTHER_COUNTY, name="白石县")
    organisations.grant(person, role, area)
    client = as_person(person)
    assert client.get(reverse("cases:hot-issue", args=[pk])).status_code in (403, 404)
    assert "银杏坡" not in text_of(client.get(reverse("cases:hot")))
    table = client.get(reverse("cases:hot-table"))
    if table.status_code == 200:
        content = b"".join(table) if table.streaming else table.content
        assert "银杏坡" not in str(list(read_table(content, "hot.xlsx").rows))
    _, secret = make_token(person, label="t", days=1, by=person, now=now)
    program = Client(headers={"authorization": f"Bearer {secret}"})
    assert "银杏坡" not in text_of(program.get("/api/hot-issues"))
    assert program.get(f"/api/hot-issues/{pk}").status_code in (403, 404)
    done = program.post(f"/api/hot-issues/{pk}/aside", {}, "application/json")
    assert done.status_code in (403, 404)


def test_the_page_shows_the_issue_and_leads_to_a_topic(here, now):
    dusty(here, now)
    issue = HotIssue.objects.get()
    client = as_person(here.supervisor)
    shown = text_of(client.get(reverse("cases:hot")))
    assert reverse("cases:hot-issue", args=[issue.pk]) in shown
    page = text_of(client.get(reverse("cases:hot-issue", args=[issue.pk])))
    new = f"{reverse('cases:new-topic')}?hot={issue.pk}"
    assert new in page
    form = client.get(new).context["form"]
    assert "银杏坡" in form["title"].value()
    sent = {
        "title": "银杏坡扬尘",
        "category": "1101",
        "area": here.county.pk,
        "key": "k",
        "lead_unit": here.roads.pk,
        "month": "2026-11",
        "ends_on": "2027-10-01",
        "cause": "工地没有遮盖。",
        "goal": "扬尘减少。",
    }
    sent |= {"month": f"{now:%Y-%m}", "ends_on": f"{now + timedelta(days=200):%Y-%m-%d}"}
    assert client.post(new, sent).status_code == 302
    issue.refresh_from_db()
    assert issue.topic == Topic.objects.get()
    assert SuggestionOutcome.objects.get(kind="hot").fate == "taken"


def test_its_open_cases_are_merged_from_its_page(here, now):
    cases = [
        make.accepted(
            here, now - timedelta(hours=n), title=t, text=x, contact_phone=f"1390000{n:04}"
        )
        for n, (t, x) in enumerate(DUST[:3], 1)
    ]
    find_all(city(here), now=now)
    issue = HotIssue.objects.get()
    client = as_person(here.dispatcher)
    merge = client.get(reverse("cases:hot-issue", args=[issue.pk])).context["merge"]
    assert all(case.case_no in merge for case in cases)
    sent = {"case": [case.case_no for case in cases], "survivor": cases[0].case_no}
    assert client.post(merge, {**sent, "reason": "同一工地"}).status_code == 302
    assert SuggestionOutcome.objects.get(kind="hot").fate == "taken"


def test_waved_aside_it_comes_back_when_it_has_doubled(here, now):
    dusty(here, now)
    issue = HotIssue.objects.get()
    client = as_person(here.supervisor)
    assert client.post(reverse("cases:hot-aside", args=[issue.pk])).status_code == 302
    assert hot_for(here.supervisor, now=now) == []
    assert SuggestionOutcome.objects.get(kind="hot").fate == "dismissed"
    HotIssue.objects.update(n=8)
    assert len(hot_for(here.supervisor, now=now)) == 1


def test_the_table_has_exactly_the_columns_asked_for(here, now):
    dusty(here, now)
    client = as_person(here.supervisor)
    sent = client.get(reverse("cases:hot-table"))
    table = read_table(sent.content, "hot.xlsx")
    assert tuple(table.header) == COLUMNS == ("序号", "热点问题", "热度", "时间范围", "地点/人群")
    (row, *_) = [list(each) for each in table.rows]
    assert str(row[0]).startswith("1")
    assert "银杏坡" in str(row[1])
    assert " 至 " in str(row[3])
    assert as_person(here.dispatcher).get(reverse("cases:hot-table")).status_code == 403


def test_the_table_of_the_week_is_made_once_and_fetched_on_record(here, now):
    dusty(here, now)
    assert make_weeks(now=now) == 1
    week = HotWeek.objects.get(area=here.county)
    assert make_weeks(now=now) == 0
    client = as_person(here.supervisor)
    sent = client.get(reverse("cases:hot-week", args=[week.pk]))
    content = b"".join(sent.streaming_content) if sent.streaming else sent.content
    assert tuple(read_table(content, "hot.xlsx").header) == COLUMNS
    assert Event.objects.filter(kind="hot.fetched").exists()
    assert HotWeek.objects.count() == 1


def test_switched_off_nothing_is_found_or_shown(here, now):
    administrator = organisations.person("sysadmin", name="管理员")
    organisations.grant(administrator, Role.SYSTEM_ADMINISTRATOR, here.county)
    dusty(here, now)
    actions.switch_suggestion("hot", is_on=False, by=administrator, now=now)
    assert hot_for(here.supervisor, now=now) == []
    assert look_for_hot(now) == 0


def test_the_worker_puts_off_what_is_due(here):
    now = datetime(2026, 11, 24, 3, tzinfo=clock.SHANGHAI)
    said(here, now, DUST[0], 1)
    assert look_for_hot(now) == 1
    assert look_for_hot(now) == 0
    find_all(city(here), now=now)
    assert look_for_hot(now) == 0
    said(here, now, DUST[1], 0)
    assert look_for_hot(now) == 1
    assert look_for_hot(now + timedelta(days=1)) == 1


def test_the_tables_of_the_week_are_put_off_on_mondays(here):
    monday = datetime(2026, 11, 23, 5, tzinfo=clock.SHANGHAI)
    dusty(here, monday)
    assert look_for_hot(monday) == 1
    make_weeks(now=monday)
    assert look_for_hot(monday) == 0


@pytest.mark.parametrize("count", [3, 5])
def test_the_list_costs_the_same_however_many_requests(here, now, count):
    dusty(here, now, count=count)
    assert queries_of(as_person(here.supervisor), reverse("cases:hot")) == 9


def test_programs_read_it_and_wave_it_aside(here, now):
    dusty(here, now)
    issue = HotIssue.objects.get()
    _, secret = make_token(here.supervisor, label="t", days=1, by=here.supervisor, now=now)
    client = Client(headers={"authorization": f"Bearer {secret}"})
    (row,) = client.get("/api/hot-issues").json()["items"]
    assert (row["id"], row["requests"]) == (issue.pk, 4)
    assert client.get(f"/api/hot-issues/{issue.pk}").json()["cases"] == []
    done = client.post(f"/api/hot-issues/{issue.pk}/aside", {}, "application/json")
    assert done.json()["requests"] == 4
    assert client.get("/api/hot-issues").json()["items"] == []
