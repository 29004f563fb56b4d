"""Lists, the dispatch board and callbacks: only what may be seen, at a fixed price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.choices import CallbackState, CaseState, Kind
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, queries_of, text_of
from huiying.lib import clock

pytestmark = pytest.mark.django_db
NOW = make.MORNING
CASES, REQUESTS = reverse("cases:cases"), reverse("cases:requests")
BOARD, CALLBACKS = reverse("cases:board"), reverse("cases:callbacks")


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


def rows(client, address, **asked):
    return client.get(address, asked).context["page"].rows


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "who", "build", "price"),
    [
        (CASES, "reviewer", make.dispatched, 7),
        (REQUESTS, "clerk", make.request, 6),
        (BOARD, "dispatcher", make.accepted, 12),
        (CALLBACKS, "caller", make.released, 6),
        (reverse("console:home"), "dispatcher", make.accepted, 10),
        (reverse("console:home"), "clerk", make.request, 5),
    ],
)
def test_a_list_costs_the_same_for_one_and_three(here, address, who, build, price, number):
    for _ in range(number):
        build(here)
    assert queries_of(as_person(getattr(here, who)), address) == price


@pytest.mark.parametrize("number", [1, 3])
def test_a_search_costs_the_same_for_one_and_three(here, number):
    for _ in range(number):
        make.dispatched(here)
    one_more = connection.vendor == "postgresql"  # which first asks how rare the words are
    address = reverse("console:search") + "?q=水管"
    assert queries_of(as_person(here.reviewer), address) == 8 + one_more


def test_the_list_is_filtered_by_state_unit_place_and_words(here):
    first, second = make.dispatched(here), make.accepted(here, title="路灯不亮")
    client = as_person(here.reviewer)
    assert rows(client, CASES) == [second, first]
    assert rows(client, CASES, state=CaseState.PENDING_SIGN) == [first]
    assert rows(client, CASES, unit=here.water.pk) == [first]
    assert rows(client, CASES, area=here.village.pk) == [second, first]
    assert rows(client, CASES, q="路灯") == [second]
    assert rows(client, CASES, q=first.case_no) == [first]
    assert rows(client, CASES, q="没有这个词") == []


@pytest.mark.parametrize(
    "asked", [{"state": "NONSENSE"}, {"unit": "x"}, {"before": "-1"}, {"area": "9" * 40}]
)
def test_a_mistyped_filter_breaks_nothing(here, asked):
    case = make.accepted(here)
    assert rows(as_person(here.reviewer), CASES, **asked) == [case]


def test_more_than_fifty_go_on_on_the_next_page(here, monkeypatch):
    monkeypatch.setattr("huiying.cases.views.lists.PAGE", 2)
    made = [make.accepted(here) for _ in range(3)]
    client = as_person(here.reviewer)
    page = client.get(CASES).context["page"]
    assert page.rows == [made[2], made[1]]
    assert client.get(CASES + page.next).context["page"].rows == [made[0]]


def test_hidden_words_of_a_request_are_not_found(here):
    make.request(here, kind=Kind.TIP_OFF, title="举报", text="他在仓库私自倒卖化肥")
    dispatcher, clerk = as_person(here.dispatcher), as_person(here.clerk)
    assert rows(dispatcher, REQUESTS, q="倒卖化肥") == []
    assert len(rows(clerk, REQUESTS, q="倒卖化肥")) == 1
    page = text_of(dispatcher.get(REQUESTS))
    assert "Confidential request" in page
    assert "举报</a>" not in page


def test_the_board_dispatches_in_place(here):
    case = make.accepted(here)
    client = as_person(here.dispatcher)
    place = client.get(BOARD).context["places"][0]
    name = place.form.prefix
    sent = {
        "prefix": name,
        "key": place.key,
        "version": case.version,
        "next": BOARD,
        f"{name}-lead_unit": here.water.pk,
    }
    answer = client.post(place.url, sent)
    assert (answer.status_code, answer["Location"]) == (302, BOARD)
    case.refresh_from_db()
    assert case.lead_unit == here.water


def test_the_board_proposes_units_of_the_place(here):
    make.accepted(here)
    place = as_person(here.dispatcher).get(BOARD).context["places"][0]
    assert [unit.name for unit in place.suggestions] == [
        "青石镇政府",
        "柳河县水务局",
        "柳河县公路局",
    ]


def test_the_board_shows_returns_to_decide(here):
    case = make.dispatched(here)
    actions.ask_return(
        case,
        by=here.head,
        now=NOW,
        reason="属道路塌陷",
        legal_basis="职责清单",
        proposed_unit=here.roads,
    )
    page = text_of(as_person(here.dispatcher).get(BOARD))
    assert "属道路塌陷" in page
    assert reverse("cases:step", args=[case.case_no, "agree_return"]) in page


def test_a_call_without_answer_is_noted_with_one_press(here):
    callback = make.released(here).callbacks.get()
    address = reverse("cases:callback-step", args=[callback.pk, "callback_try"])
    answer = as_person(here.caller).post(address, {"result": "NO_ANSWER", "next": CALLBACKS})
    assert (answer.status_code, answer["Location"]) == (302, CALLBACKS)
    callback.refresh_from_db()
    assert callback.state == CallbackState.CALLING


def test_nobody_is_sent_to_a_foreign_page_afterwards(here):
    callback = make.released(here).callbacks.get()
    address = reverse("cases:callback-step", args=[callback.pk, "callback_try"])
    answer = as_person(here.caller).post(
        address, {"result": "BUSY", "next": "https://example.org/console/"}
    )
    assert answer["Location"].startswith("/console/cases/C")


@pytest.mark.parametrize(
    ("address", "who"),
    [(BOARD, "handler"), (CALLBACKS, "dispatcher"), (reverse("cases:matrix"), "supervisor")],
)
def test_a_page_for_others_says_which_role_it_needs(here, address, who):
    answer = as_person(getattr(here, who)).get(address)
    assert answer.status_code == 403
    assert "Your roles do not include" in text_of(answer)
