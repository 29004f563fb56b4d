"""A desk's tools by API: steps on many cases, filters, files, work inside a unit."""

from datetime import timedelta

import pytest

from huiying.audit.models import Event
from huiying.cases.actions.holding import take_on
from huiying.cases.choices import CaseState
from huiying.cases.models import Case, Holding, SavedFilter
from huiying.cases.tasks import run_export
from huiying.cases.tests import make, make_catalogue
from huiying.cases.tests.calls import call
from huiying.cases.tests.joint import somebody
from huiying.lib import clock
from huiying.people.actions.tokens import make_token
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture(autouse=True)
def at(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))
    monkeypatch.setattr("huiying.cases.tasks.time_now", lambda: NOW + timedelta(minutes=6))


@pytest.fixture
def colleague(here):
    return somebody(here, "colleague", Role.HANDLER, here.water)


def numbers(*cases):
    return [case.case_no for case in cases]


def said(body):
    return {each["case_no"]: each["done"] for each in body["items"]}


# --- many cases ------------------------------------------------------------------------------------


def test_each_case_is_moved_or_says_why(here):
    first, second = make.dispatched(here), make.signed(here)
    status, body = call("POST", "/bulk/sign", here.handler, {"cases": numbers(first, second)})
    assert status == 200
    assert said(body) == {first.case_no: True, second.case_no: False}
    assert body["items"][1]["message"]
    first.refresh_from_db()
    assert first.state == CaseState.IN_PROGRESS


def test_cases_one_does_not_see_are_left_out_and_old_views_refused(here):
    mine, other = make.dispatched(here), make.accepted(here)
    sent = {"cases": numbers(mine, other), "versions": {mine.case_no: mine.version - 1}}
    _, body = call("POST", "/bulk/sign", here.handler, sent)
    assert said(body) == {mine.case_no: False}
    assert "有人先您一步" in body["items"][0]["message"]


def test_a_dispatch_without_a_unit_goes_by_the_catalogue(here):
    case = make.accepted(here)
    _, body = call("POST", "/bulk/dispatch", here.dispatcher, {"cases": numbers(case)})
    assert said(body) == {case.case_no: False}
    make_catalogue.rule(make_catalogue.keeper(here), here.county, here.water)
    _, body = call("POST", "/bulk/dispatch", here.dispatcher, {"cases": numbers(case)})
    assert said(body) == {case.case_no: True}
    assert Case.objects.get().lead_unit == here.water


@pytest.mark.parametrize(
    ("step", "cases", "status"),
    [
        ("release", ["X"], 409),
        ("nonsense", ["X"], 409),
        ("sign", [], 422),
        ("sign", ["X"] * 51, 422),
    ],
)
def test_a_step_for_one_case_and_too_many_cases_are_refused(here, step, cases, status):
    assert call("POST", f"/bulk/{step}", here.handler, {"cases": cases})[0] == status


def test_the_same_key_moves_once(here):
    case = make.dispatched(here)
    sent = {"cases": numbers(case)}
    first = call("POST", "/bulk/sign", here.handler, sent, HTTP_IDEMPOTENCY_KEY="k1")
    again = call("POST", "/bulk/sign", here.handler, sent, HTTP_IDEMPOTENCY_KEY="k1")
    assert first == again
    assert said(first[1]) == {case.case_no: True}


# --- filters and files -----------------------------------------------------------------------------


def test_a_filter_is_kept_shared_opened_and_removed(here, colleague):
    sent = {"name": "逾期", "query": "due=late&foreign=1", "unit": here.water.pk}
    status, kept = call("POST", "/filters", here.handler, sent)
    assert (status, kept["query"], kept["is_mine"]) == (201, "due=late", True)
    _, body = call("GET", "/filters", colleague)
    assert [(each["name"], each["is_mine"]) for each in body["items"]] == [("逾期", False)]
    assert call("POST", f"/filters/{kept['id']}/remove", colleague)[0] == 404
    assert call("POST", f"/filters/{kept['id']}/open", here.handler)[0] == 200
    assert SavedFilter.objects.get().is_default
    assert call("POST", f"/filters/{kept['id']}/remove", here.handler)[0] == 200
    assert not SavedFilter.objects.exists()


def test_one_shares_filters_with_ones_own_unit_only(here):
    sent = {"name": "a", "query": "due=late", "unit": here.roads.pk}
    assert call("POST", "/filters", here.handler, sent)[0] == 403
    assert call("POST", "/filters", here.handler, {"name": "a", "query": "nothing=1"})[0] == 409


def test_a_list_is_written_and_fetched_on_record(here, client):
    make.dispatched(here)
    make.accepted(here)
    status, body = call("POST", "/exports", here.supervisor, {"query": "state=PENDING_SIGN"})
    assert (status, body["has_file"]) == (202, False)
    address = f"/exports/{body['id']}"
    assert call("GET", f"{address}/file", here.supervisor)[0] == 404
    run_export(body["id"])
    _, body = call("GET", address, here.supervisor)
    assert (body["rows"], body["has_file"]) == (1, True)
    assert call("GET", address, here.reviewer)[0] == 404
    token = make_token(here.supervisor, label="t", days=1, by=here.supervisor, now=clock.now())[1]
    file = client.get(f"/api{address}/file", headers={"authorization": f"Bearer {token}"})
    assert b"".join(file.streaming_content).startswith(b"PK")
    assert Event.objects.filter(kind="export.fetched").count() == 1


def test_who_may_not_export_gets_no_list(here):
    assert call("POST", "/exports", here.handler, {"query": ""})[0] == 403


# --- work inside a unit ----------------------------------------------------------------------------


def test_the_head_sees_who_has_what_and_shares_the_pool_out(here, colleague):
    first, second = make.signed(here), make.signed(here)
    _, body = call("GET", f"/units/{here.water.pk}/workload", here.head)
    assert {each["case_no"] for each in body["pool"]} == set(numbers(first, second))
    assert {each["in_hand"] for each in body["people"]} == {0}
    sent = {"cases": numbers(first, second), "person": colleague.pk}
    share_out = f"/units/{here.water.pk}/share-out"
    _, body = call("POST", share_out, here.head, sent)
    assert said(body) == {first.case_no: True, second.case_no: True}
    assert set(Holding.objects.values_list("person", flat=True)) == {colleague.pk}
    assert call("GET", f"/units/{here.water.pk}/workload", here.handler)[0] == 404
    assert call("POST", share_out, here.handler, sent)[0] == 404
    stranger = {**sent, "person": here.other_handler.pk}
    assert call("POST", share_out, here.head, stranger)[0] == 409


def test_what_somebody_had_goes_to_a_colleague_or_back(here, colleague):
    first, second = make.signed(here), make.signed(here)
    for case in (first, second):
        take_on(case, by=here.handler, now=NOW)
    sent = {"person": here.handler.pk, "to": colleague.pk, "note": "请接着办"}
    assert call("POST", "/hand-overs", here.other_handler, sent)[0] == 404
    status, body = call("POST", "/hand-overs", here.head, sent)
    assert (status, body["left"]) == (200, 0)
    assert said(body) == {first.case_no: True, second.case_no: True}
    _, body = call("POST", "/hand-overs", colleague, {"person": colleague.pk})
    assert said(body) == {first.case_no: True, second.case_no: True}
    assert not Holding.objects.exists()
    assert call("POST", "/hand-overs", here.head, {"person": 10**9})[0] == 404
